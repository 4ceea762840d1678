package dev.fes.source.dynamodb;

import dev.fes.stage.Stage;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The source stage of DynamoDB event streams. */
@SpringBootApplication(proxyBeanMethods = false)
public class DynamoDbSourceApplication {

  public static void main(String... args) {
    Stage.run(DynamoDbSourceApplication.class, args);
  }
}
