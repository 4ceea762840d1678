package dev.fes.controller.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an installation's operator decides: the configuration file under {@code fes}, with all its
 * defaults.
 *
 * @param databases by the host a manifest's jdbcUrl names
 * @param secretsDirectory local stand-in for Secrets: {@code <directory>/<secret>/<key>}
 * @param maxRecordSize the same for topics, producers and consumers
 * @param streamsDirectory the watched manifests
 */
public record Installation(
    @DefaultValue Kafka kafka,
    @DefaultValue Map<String, Database> databases,
    @Nullable Path secretsDirectory,
    @DefaultValue Nakadi nakadi,
    @DefaultValue Aws aws,
    @DefaultValue Sinks sinks,
    @DefaultValue BufferTopics bufferTopics,
    @DefaultValue("32MB") DataSize maxRecordSize,
    @Nullable Path streamsDirectory,
    @DefaultValue Stages stages,
    @DefaultValue Kubernetes kubernetes,
    @DefaultValue Ops ops,
    @DefaultValue Tracing tracing) {

  public Installation {
    Limits.require(
        !kubernetes.enabled() || kubernetes.kafkaSecret() != null || kafka.secrets().isEmpty(),
        "fes.kubernetes.kafka-secret is missing: name the Secret that has, in each namespace, "
            + String.join(", ", kafka.secrets().keySet()));
    databases = Map.copyOf(databases);
    databases.forEach(
        (host, database) ->
            PostgresAccess.check("fes.databases.\"[" + host + "]\".parameters", database));
  }

  /** An installation nobody has described: all defaults, a broker on this machine. */
  public static Installation undescribed() {
    return undescribed(null);
  }

  /** The same, where the stages' jars are in that directory. */
  public static Installation undescribed(@Nullable Path stages) {
    return new Installation(
        new Kafka("localhost:9092", (short) -1, 4, Map.of()),
        Map.of(),
        null,
        Nakadi.undescribed(),
        Aws.undescribed(),
        new Sinks(null, null),
        BufferTopics.undescribed(),
        DataSize.ofMegabytes(32),
        null,
        new Stages(
            stages, Path.of("fes-work"), List.of(), Duration.ofMinutes(5), Duration.ofMinutes(2)),
        Kubernetes.absent(),
        Ops.closed(),
        Tracing.off());
  }

  /** Whether resources and stages are in a cluster, and not on this machine. */
  public boolean inCluster() {
    return kubernetes.enabled();
  }

  /** Whether what a manifest names in its own namespace can be found. */
  boolean hasSecrets() {
    return inCluster() || secretsDirectory != null;
  }

  /**
   * The brokers, and how topics are made on them.
   *
   * @param replicationFactor of new topics; -1 is the broker's own default
   * @param partitions of new topics that are ordered by key
   * @param properties further client properties; values of secret ones travel by environment only
   */
  public record Kafka(
      String brokers,
      @DefaultValue("-1") short replicationFactor,
      @DefaultValue("4") int partitions,
      @DefaultValue Map<String, String> properties) {

    public Kafka {
      Limits.require(
          brokers != null && !brokers.isBlank(),
          "fes.kafka.brokers is missing: name the brokers, such as \"localhost:9092\"");
      Limits.require(
          replicationFactor == -1 || replicationFactor > 0,
          "fes.kafka.replication-factor is "
              + replicationFactor
              + ": use 1 or more, or -1 for the broker's");
      Limits.require(partitions > 0, "fes.kafka.partitions is " + partitions + ": use 1 or more");
      properties = Map.copyOf(properties);
    }

    /** The values of the secret properties by the environment variable that carries each. */
    public Map<String, String> secrets() {
      Map<String, String> secrets = new TreeMap<>();
      properties.forEach(
          (key, value) -> {
            if (isSecret(key)) {
              secrets.put(variable(key), value);
            }
          });
      return secrets;
    }

    static boolean isSecret(String key) {
      return key.contains("password")
          || key.contains("jaas")
          || key.contains("secret")
          || key.endsWith(".key");
    }

    static String variable(String key) {
      return "FES_KAFKA_" + key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }
  }

  /**
   * How a database that manifests name by host is really reached.
   *
   * @param address {@code host:port} in place of the manifest's
   * @param username for manifests without databaseAuthentication
   * @param passwordFile read again at each connect
   * @param createPublication whether a missing publication may be created
   * @param parameters driver parameters that replace the manifest's
   */
  public record Database(
      @Nullable String address,
      @Nullable String username,
      @Nullable Path passwordFile,
      @DefaultValue("false") boolean createPublication,
      @DefaultValue Map<String, String> parameters) {

    public Database {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * How much sinks do at once. What is absent is their own default.
   *
   * @param lanes requests under way at once where order allows
   * @param maxBatchBytes the most bytes of one request to Nakadi
   */
  public record Sinks(@Nullable Integer lanes, @Nullable DataSize maxBatchBytes) {

    public Sinks {
      Limits.atLeastOne("fes.sinks.lanes", lanes);
      Limits.atLeastOne(
          "fes.sinks.max-batch-bytes", maxBatchBytes == null ? null : maxBatchBytes.toBytes());
    }
  }

  /**
   * How stages are run on this machine.
   *
   * @param composition of resources that choose none
   * @param directory holds {@code <module>.jar} or {@code <module>/target/<module>.jar}
   * @param workDirectory ports, logs
   * @param javaOptions in place of those chosen per stage
   * @param drainTimeout how long a removed stream may take to publish what it has read
   * @param releaseTimeout how long the slot and publication of a removed reader may take to be
   *     dropped
   */
  public record Stages(
      @DefaultValue("staged") Composition composition,
      @Nullable Path directory,
      @DefaultValue("fes-work") Path workDirectory,
      @DefaultValue List<String> javaOptions,
      @DefaultValue("5m") Duration drainTimeout,
      @DefaultValue("2m") Duration releaseTimeout) {

    public Stages(
        @Nullable Path directory,
        Path workDirectory,
        List<String> javaOptions,
        Duration drainTimeout,
        Duration releaseTimeout) {
      this(Composition.STAGED, directory, workDirectory, javaOptions, drainTimeout, releaseTimeout);
    }

    @ConstructorBinding
    public Stages {
      javaOptions = List.copyOf(javaOptions);
    }
  }
}
