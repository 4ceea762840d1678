package dev.fes.testbed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of a one-node broker and controller that serves a laptop. */
final class KafkaSettings {

  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String PROXIED_LISTENER = "PROXIED";

  /** The installation's largest record, and room for its key, headers and batch. */
  private static final int LARGEST_BATCH = 34 * 1024 * 1024;

  private KafkaSettings() {}

  static Map<String, String> of(Path folder, KafkaPorts ports) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE);
    settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + ports.controller());
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(
                ports.own(),
                PROXIED_LISTENER,
                ports.behindProxy(),
                CONTROLLER_LISTENER,
                ports.controller()));
    settings.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://%s:%d"
            .formatted(ports.own(), PROXIED_LISTENER, ports.proxy().host(), ports.proxy().port()));
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT,%s:PLAINTEXT"
            .formatted(PROXIED_LISTENER, CONTROLLER_LISTENER));
    settings.put("log.dirs", folder.toString());
    settings.put("auto.create.topics.enable", false);
    settings.put("num.partitions", 1);
    settings.put("message.max.bytes", LARGEST_BATCH);
    settings.put("replica.fetch.max.bytes", LARGEST_BATCH);
    internalTopics(settings);
    quickGroups(settings);
    smallMemory(settings);
    return settings.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, setting -> setting.getValue().toString()));
  }

  private static void internalTopics(Map<String, Object> settings) {
    settings.put("offsets.topic.replication.factor", 1);
    settings.put("offsets.topic.num.partitions", 4);
    settings.put("transaction.state.log.replication.factor", 1);
    settings.put("transaction.state.log.min.isr", 1);
    settings.put("transaction.state.log.num.partitions", 4);
    settings.put("share.coordinator.state.topic.replication.factor", 1);
    settings.put("share.coordinator.state.topic.min.isr", 1);
    settings.put("share.coordinator.state.topic.num.partitions", 1);
  }

  /** A test that kills a consumer should not wait for a production's session time-out. */
  private static void quickGroups(Map<String, Object> settings) {
    settings.put("group.initial.rebalance.delay.ms", 0);
    settings.put("group.min.session.timeout.ms", 500);
    settings.put("group.coordinator.append.linger.ms", 0);
  }

  private static void smallMemory(Map<String, Object> settings) {
    settings.put("num.network.threads", 2);
    settings.put("num.io.threads", 4);
    settings.put("background.threads", 2);
    settings.put("group.coordinator.threads", 1);
    settings.put("log.cleaner.threads", 1);
    settings.put("log.cleaner.dedupe.buffer.size", 4 * 1024 * 1024L);
    settings.put("log.index.size.max.bytes", 1024 * 1024);
  }
}
