package dev.fes.flow.lambda;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the installation calls Lambda; where it is and who calls is said by {@code
 * spring.cloud.aws.*}.
 *
 * @param connectTimeout the longest wait for a connection
 * @param callTimeout the longest wait for an answer, connection included; longer than the function
 *     itself may run
 * @param concurrency how many changes are converted at once; their events leave in order
 */
@ConfigurationProperties("fes.lambda")
public record LambdaSettings(
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration callTimeout,
    @DefaultValue("16") int concurrency) {

  public LambdaSettings {
    if (concurrency < 1) {
      throw new IllegalArgumentException("fes.lambda.concurrency must be at least 1");
    }
  }
}
