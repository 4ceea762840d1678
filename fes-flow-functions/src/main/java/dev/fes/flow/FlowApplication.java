package dev.fes.flow;

import dev.fes.stage.Stage;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The stage between source and sink: makes events of changes, as {@code fes.flow.type} says. */
@SpringBootApplication(proxyBeanMethods = false)
public class FlowApplication {

  public static void main(String[] args) {
    Stage.run(FlowApplication.class, args);
  }
}
