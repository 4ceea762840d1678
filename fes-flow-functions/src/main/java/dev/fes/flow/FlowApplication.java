package dev.fes.flow;

import dev.fes.stage.Stage;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The stage between source and sink: makes events of changes, as {@code fes.flow.type} says. What
 * is AWS's is set up by the flow that calls it.
 */
@SpringBootApplication(
    proxyBeanMethods = false,
    exclude = {
      AwsAutoConfiguration.class,
      CredentialsProviderAutoConfiguration.class,
      RegionProviderAutoConfiguration.class
    })
public class FlowApplication {

  public static void main(String[] args) {
    Stage.run(FlowApplication.class, args);
  }
}
