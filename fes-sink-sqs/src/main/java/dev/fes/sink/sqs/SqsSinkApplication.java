package dev.fes.sink.sqs;

import dev.fes.stage.Stage;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The stage that publishes events to an SQS queue. */
@SpringBootApplication(proxyBeanMethods = false)
public class SqsSinkApplication {

  public static void main(String[] args) {
    Stage.run(SqsSinkApplication.class, args);
  }
}
