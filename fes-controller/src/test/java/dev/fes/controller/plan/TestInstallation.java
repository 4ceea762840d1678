package dev.fes.controller.plan;

import dev.fes.controller.plan.Installation.Database;
import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.controller.plan.Installation.Sinks;
import dev.fes.controller.plan.Installation.Stages;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** The installation of {@code installation.yaml}, by hand. */
public final class TestInstallation {

  private static final Stages STAGES =
      new Stages(
          Path.of("stages"),
          Path.of("fes-work"),
          List.of(),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2));

  private TestInstallation() {}

  public static Installation read() {
    return with(STAGES);
  }

  /** With a word on everything that is left to the stages otherwise. */
  public static Installation tuned() {
    Installation rest = read();
    return new Installation(
        rest.kafka(),
        rest.databases(),
        rest.secretsDirectory(),
        new Nakadi(
            rest.nakadi().baseUri(),
            null,
            null,
            new Nakadi.OAuth2(
                URI.create("https://tokens.example"),
                Path.of("secrets/id"),
                Path.of("secrets/secret"),
                List.of("write")),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            true,
            List.of()),
        new Aws(
            "eu-central-1",
            null,
            null,
            new Aws.Sqs(
                null, Duration.ofSeconds(3), Duration.ofSeconds(4), Aws.FifoBatching.RELAXED),
            new Aws.DynamoDb(
                URI.create("http://localhost:3"), Duration.ofSeconds(5), Duration.ofSeconds(6)),
            new Aws.Lambda(
                URI.create("http://localhost:4"), Duration.ofSeconds(7), Duration.ofSeconds(8), 32),
            new Aws.Sts(URI.create("http://localhost:5")),
            List.of()),
        new Sinks(4, DataSize.ofMegabytes(2)),
        rest.bufferTopics(),
        rest.maxRecordSize(),
        null,
        rest.stages(),
        rest.kubernetes(),
        rest.ops(),
        rest.tracing());
  }

  /** With a broker that really answers. */
  public static Installation at(String brokers) {
    return at(brokers, Map.of());
  }

  public static Installation at(String brokers, Map<String, String> properties) {
    return with(STAGES, new Kafka(brokers, (short) -1, 4, properties));
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

  /** In a cluster. */
  public static Installation in(Kubernetes kubernetes) {
    Installation rest = with(STAGES);
    return new Installation(
        rest.kafka(),
        rest.databases(),
        null,
        rest.nakadi(),
        rest.aws(),
        rest.sinks(),
        rest.bufferTopics(),
        rest.maxRecordSize(),
        null,
        rest.stages(),
        kubernetes,
        rest.ops(),
        rest.tracing());
  }

  /** A cluster with little said about it. */
  public static Kubernetes cluster(Map<String, String> nodeSelector) {
    Kubernetes rest = Kubernetes.absent();
    return new Kubernetes(
        true,
        rest.namespaces(),
        "fes-system",
        rest.imageTemplate(),
        rest.imagePullPolicy(),
        rest.imagePullSecrets(),
        rest.serviceAccount(),
        rest.allowedServiceAccounts(),
        null,
        nodeSelector,
        rest.tolerations(),
        rest.topologySpread(),
        rest.defaultCpu(),
        rest.defaultMemory(),
        rest.mounts(),
        "fes-kafka");
  }

  /** A cluster with a word on everything. */
  public static Kubernetes tunedCluster() {
    return new Kubernetes(
        true,
        List.of("shop", "stock"),
        "fes-system",
        "registry.example/cdc/{app}:1.2.3",
        Kubernetes.PullPolicy.ALWAYS,
        List.of("registry-login"),
        "fes-stage",
        List.of("orders-aws"),
        "high",
        Map.of("pool", "cdc", "arch", "amd64"),
        List.of(new Kubernetes.Toleration("dedicated", "Equal", "cdc", "NoSchedule")),
        List.of(Kubernetes.Topology.HOSTNAME),
        "250m",
        "768Mi",
        List.of(
            new Kubernetes.Mount(
                "nakadi-token", Path.of("/secrets/nakadi"), Set.of("fes-sink-nakadi"), false),
            new Kubernetes.Mount("aws-login", Path.of("/secrets/aws"), Set.of(), true)),
        "fes-kafka");
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
        rest.sinks(),
        rest.bufferTopics(),
        rest.maxRecordSize(),
        streams,
        rest.stages(),
        rest.kubernetes(),
        rest.ops(),
        rest.tracing());
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
            null,
            null,
            null,
            null,
            List.of(URI.create("https://nakadi.example/team"))),
        new Aws(
            "eu-central-1",
            URI.create("http://localhost:9324"),
            Path.of("secrets/aws"),
            Aws.undescribed().sqs(),
            Aws.undescribed().dynamodb(),
            Aws.undescribed().lambda(),
            Aws.undescribed().sts(),
            List.of(URI.create("http://localhost:9324/000000000000"))),
        new Sinks(null, null),
        BufferTopics.undescribed(),
        DataSize.ofMegabytes(32),
        null,
        stages,
        Kubernetes.absent(),
        Ops.closed(),
        Tracing.off());
  }
}
