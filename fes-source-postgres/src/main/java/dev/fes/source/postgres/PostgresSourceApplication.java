package dev.fes.source.postgres;

import dev.fes.stage.Stage;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The source stage of Postgres event streams. */
@SpringBootApplication(proxyBeanMethods = false)
public class PostgresSourceApplication {

  public static void main(String... args) {
    Stage.run(PostgresSourceApplication.class, args);
  }
}
