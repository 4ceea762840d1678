package dev.fes.bench;

import dev.fes.testbed.AwsAccess;
import dev.fes.testbed.LocalInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Debezium Server as it is distributed, on the same table, with the settings that serve it best: a
 * slot that is there, events without their schemas, a position that is written once a minute, and a
 * log without a line for each event.
 */
record Peer(String setting, Sink sink, Map<String, String> more) implements Entrant {

  private static final String HEAP = "-Xmx512m";
  private static final String MAIN = "io.debezium.server.Main";
  private static final long STOP_SECONDS = 15;

  /** Its sinks that have a counterpart here. */
  enum Sink {
    SQS,
    SQS_FIFO,
    HTTP,
    HTTP_BATCH
  }

  Peer {
    more = Map.copyOf(more);
  }

  @Override
  public String system() {
    return "Debezium Server";
  }

  @Override
  public int backlog(Scale scale) {
    return sink == Sink.HTTP_BATCH ? scale.backlog() : scale.smallBacklog();
  }

  @Override
  public Target openTarget(House house, String name) {
    return switch (sink) {
      case SQS -> QueueTarget.standard(house.testbed().sqs(), name);
      case SQS_FIFO -> QueueTarget.fifo(house.testbed().sqs(), name);
      case HTTP, HTTP_BATCH -> WebTarget.open();
    };
  }

  @Override
  public Running start(House house, Outbox outbox, Target target) {
    try {
      Path folder = Files.createTempDirectory("fes-bench-peer-");
      Path config = Files.createDirectories(folder.resolve("config"));
      Files.write(
          config.resolve("application.properties"),
          properties(house, outbox, target, folder).entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .toList());
      ProcessBuilder process =
          new ProcessBuilder(command(house.peer()))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("peer.log").toFile());
      process.environment().put("AWS_ACCESS_KEY_ID", AwsAccess.ACCESS_KEY);
      process.environment().put("AWS_SECRET_ACCESS_KEY", AwsAccess.SECRET_KEY);
      long started = System.nanoTime();
      Process server = process.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
      return new Server(server, folder, started);
    } catch (IOException e) {
      throw new UncheckedIOException("the peer cannot be started", e);
    }
  }

  private static List<String> command(Path peer) throws IOException {
    try (var jars = Files.newDirectoryStream(peer, "*-runner.jar")) {
      String runner = jars.iterator().next().toString();
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          HEAP,
          "-cp",
          runner + ":" + peer.resolve("config/lib") + ":" + peer.resolve("lib") + "/*",
          MAIN);
    }
  }

  private Map<String, String> properties(House house, Outbox outbox, Target target, Path folder) {
    Map<String, String> all = new TreeMap<>(source(outbox, folder));
    all.put("debezium.format.key", "json");
    all.put("debezium.format.value", "json");
    all.put("debezium.format.schemas.enable", "false");
    all.put("quarkus.log.level", "WARN");
    all.put("quarkus.log.console.json", "false");
    all.put("quarkus.http.host", "127.0.0.1");
    all.put("quarkus.http.port", "0");
    all.putAll(
        switch (target) {
          case QueueTarget queue ->
              Map.of(
                  "debezium.sink.type", "sqs",
                  "debezium.sink.sqs.region", AwsAccess.REGION.id(),
                  "debezium.sink.sqs.endpoint", house.testbed().sqs().endpoint().toString(),
                  "debezium.sink.sqs.queue.url", queue.url());
          default ->
              Map.of(
                  "debezium.sink.type", "http",
                  "debezium.sink.http.url", target.name(),
                  "debezium.sink.http.batch.enabled", String.valueOf(sink == Sink.HTTP_BATCH));
        });
    all.putAll(more);
    return all;
  }

  private static Map<String, String> source(Outbox outbox, Path folder) {
    Map<String, String> source = new TreeMap<>();
    source.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    source.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    source.put("offset.storage.file.filename", folder.resolve("offsets.dat").toString());
    source.put("database.hostname", outbox.postgres().host());
    source.put("database.port", String.valueOf(outbox.postgres().port()));
    source.put("database.user", LocalInstallation.DATABASE_USER);
    source.put("database.password", LocalInstallation.DATABASE_PASSWORD);
    source.put("database.dbname", outbox.database());
    source.put("topic.prefix", "bench");
    source.put("plugin.name", "pgoutput");
    source.put("slot.name", outbox.slot());
    source.put("publication.name", outbox.slot());
    source.put("publication.autocreate.mode", "disabled");
    source.put("table.include.list", "public." + Outbox.TABLE);
    source.put("snapshot.mode", "no_data");
    Map<String, String> prefixed = new TreeMap<>();
    source.forEach((key, value) -> prefixed.put("debezium.source." + key, value));
    return prefixed;
  }

  private record Server(Process process, Path folder, long started) implements Running {

    @Override
    public Processes processes() {
      return new Processes(List.of(process.toHandle()));
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      Folders.delete(folder);
    }
  }
}
