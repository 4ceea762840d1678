package dev.fes.controller.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.springframework.util.FileSystemUtils;

/** A real broker in this process, one for all tests; it ends with them. */
public final class EmbeddedBroker {

  /** Whoever logs in at {@link #guardedAddress}. */
  public static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"fes\""
          + " password=\"secret\"";

  private final int port = freePort();
  private final int guardedPort = freePort();
  private final Path directory;
  private final KafkaRaftServer server;

  private static final class Shared {
    static final EmbeddedBroker BROKER = started();
  }

  public static EmbeddedBroker shared() {
    return Shared.BROKER;
  }

  private EmbeddedBroker(Path directory) throws Exception {
    this.directory = directory;
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", directory.toString(),
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", "4194304"));
    settings.put("log.retention.check.interval.ms", "200");
    settings.put("log.initial.task.delay.ms", "200");
    int controllerPort = freePort();
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("listener.name.guarded.plain.sasl.jaas.config", LOGIN + " user_fes=\"secret\";");
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,GUARDED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, guardedPort, controllerPort));
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
    server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The same broker, for those who log in. */
  public String guardedAddress() {
    return "127.0.0.1:" + guardedPort;
  }

  private void close() {
    server.shutdown();
    server.awaitShutdown();
    FileSystemUtils.deleteRecursively(directory.toFile());
  }

  private static EmbeddedBroker started() {
    try {
      EmbeddedBroker broker = new EmbeddedBroker(Files.createTempDirectory("kafka"));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      return broker;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
