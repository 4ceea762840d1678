package dev.fes.controller.plan;

import dev.fes.controller.plan.Installation.Aws;
import dev.fes.controller.plan.Installation.Database;
import dev.fes.controller.plan.Installation.Endpoint;
import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.controller.plan.Installation.Nakadi;
import dev.fes.controller.plan.Installation.Stages;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** The installation of {@code installation.yaml}, by hand. */
public final class TestInstallation {

  private static final Stages STAGES =
      new Stages(Path.of("stages"), Path.of("fes-work"), List.of(), Duration.ofMinutes(5));

  private TestInstallation() {}

  public static Installation read() {
    return with(STAGES);
  }

  /** With a broker that really answers. */
  public static Installation at(String brokers) {
    return with(STAGES, new Kafka(brokers, (short) -1, 4, Map.of()));
  }

  public static Installation with(Stages stages) {
    return with(
        stages,
        new Kafka(
            "kafka.example:9092",
            (short) -1,
            4,
            Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "user and topsecret")));
  }

  /** To run the manifests of a directory with these brokers and stages. */
  public static Installation toRun(String brokers, Stages stages, Path streams) {
    Installation rest = with(stages, new Kafka(brokers, (short) -1, 4, Map.of()));
    return new Installation(
        rest.kafka(),
        rest.databases(),
        rest.secretsDirectory(),
        rest.nakadi(),
        rest.aws(),
        rest.maxRecordSize(),
        streams,
        rest.stages());
  }

  private static Installation with(Stages stages, Kafka kafka) {
    return new Installation(
        kafka,
        Map.of(
            "db.example",
            new Database(
                "localhost:5432", "fes", Path.of("secrets/orders-password"), true, Map.of()),
            "acid-stream-cluster.default",
            new Database("localhost:5433", null, null, false, Map.of("sslmode", "disable"))),
        Path.of("secrets"),
        new Nakadi(
            URI.create("http://localhost:8080"),
            Path.of("secrets/nakadi-token"),
            null,
            List.of(URI.create("https://nakadi.example/team"))),
        new Aws(
            "eu-central-1",
            URI.create("http://localhost:9324"),
            Path.of("secrets/aws"),
            Endpoint.DEFAULT,
            Endpoint.DEFAULT,
            Endpoint.DEFAULT,
            List.of(URI.create("http://localhost:9324/000000000000"))),
        DataSize.ofMegabytes(32),
        null,
        stages);
  }
}
