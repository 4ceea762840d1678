package dev.fes.sink.nakadi;

import dev.fes.stage.Stage;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The stage that publishes events to a Nakadi event type. */
@SpringBootApplication(proxyBeanMethods = false)
public class NakadiSinkApplication {

  public static void main(String[] args) {
    Stage.run(NakadiSinkApplication.class, args);
  }
}
