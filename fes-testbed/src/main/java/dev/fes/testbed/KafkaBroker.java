package dev.fes.testbed;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in this process, which can be stopped and started again on its port and
 * files.
 */
public final class KafkaBroker implements AutoCloseable {

  private final ScratchFolder folder = ScratchFolder.create("kafka");
  private final KafkaPorts ports;
  private final Map<String, String> settings;
  private @Nullable KafkaRaftServer server;

  private KafkaBroker(KafkaPorts ports) {
    this.ports = ports;
    this.settings = KafkaSettings.of(folder.path(), ports);
  }

  public static KafkaBroker open() {
    return open(KafkaPorts.free());
  }

  static KafkaBroker open(KafkaPorts ports) {
    KafkaBroker broker = new KafkaBroker(ports);
    try {
      broker.format();
      broker.start();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + ports.own();
  }

  public int port() {
    return ports.own();
  }

  int portBehindProxy() {
    return ports.behindProxy();
  }

  /**
   * Opens a proxy whose clients stay with it: the broker tells whoever came through it that this is
   * its address. There can be one.
   */
  public FaultyProxy openProxy() {
    return FaultyProxy.on(ports.proxy().port(), "127.0.0.1", ports.behindProxy());
  }

  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  public void createTopic(String name, int partitions, Map<String, String> topicSettings) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(topicSettings)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot create topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while creating topic " + name, e);
    }
  }

  public synchronized boolean isRunning() {
    return server != null;
  }

  public synchronized void start() {
    if (server == null) {
      KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      starting.startup();
      server = starting;
    }
  }

  /** Clients see their connections closed and then refused; topics, offsets and groups stay. */
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
    folder.close();
  }

  private void format() {
    try {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(KafkaSettings.NODE)
          .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
          .setDirectories(List.of(folder.path().toString()))
          .setMetadataLogDirectory(folder.path().toString())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot format Kafka's storage", e);
    }
  }
}
