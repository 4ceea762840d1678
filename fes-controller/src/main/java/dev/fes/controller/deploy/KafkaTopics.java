package dev.fes.controller.deploy;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.kafka.RecordSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Topics on real brokers. Nothing unread may expire, so no buffer topic has a limit of time or
 * size.
 */
public final class KafkaTopics implements Topics, Lags.Await {

  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Disk is given back a whole segment at a time, and never the one that is written to. */
  private static final long SEGMENT = 64 * 1024 * 1024;

  private static final Duration SEGMENT_AGE = Duration.ofHours(1);

  private final Installation installation;
  private final AdminSettings settings;
  private @Nullable Admin admin;

  public KafkaTopics(Installation installation) {
    this.installation = installation;
    this.settings = AdminSettings.of(installation.kafka());
  }

  @Override
  public void ensure(Collection<Topic> topics) {
    Map<String, NewTopic> wanted = new TreeMap<>();
    topics.forEach(topic -> wanted.put(topic.name(), buffer(topic)));
    wanted.put(Topic.READERS.name(), compacted(Topic.READERS));
    wanted.put(Topic.LETTERS.name(), compacted(Topic.LETTERS));
    Set<String> existing = new HashSet<>(await("list topics", admin().listTopics().names()));
    List<NewTopic> missing =
        wanted.values().stream().filter(topic -> !existing.contains(topic.name())).toList();
    admin()
        .createTopics(missing)
        .values()
        .forEach(
            (name, made) -> {
              if (!isDone("create topic " + name, made, TopicExistsException.class)) {
                existing.add(name); // it was too young to be listed
              }
            });
    wanted.keySet().retainAll(existing);
    if (!wanted.isEmpty()) {
      await("configure topics", admin().incrementalAlterConfigs(changes(wanted.values())).all());
    }
  }

  @Override
  public Map<Input, Depth> depths(Collection<Input> inputs) {
    Lags lags = new Lags(admin(), this);
    return inputs.stream().collect(Collectors.toMap(input -> input, lags::of));
  }

  @Override
  public void startAtEnd(Collection<Input> inputs) {
    Lags lags = new Lags(admin(), this);
    inputs.forEach(
        input ->
            await(
                "set the offsets of " + input.group(),
                admin().alterConsumerGroupOffsets(input.group(), lags.ends(input)).all()));
  }

  @Override
  public void remove(Collection<String> topics, Collection<String> groups) {
    admin()
        .deleteConsumerGroups(groups)
        .deletedGroups()
        .forEach(
            (name, gone) -> isDone("delete group " + name, gone, GroupIdNotFoundException.class));
    admin()
        .deleteTopics(topics)
        .topicNameValues()
        .forEach(
            (name, gone) ->
                isDone("delete topic " + name, gone, UnknownTopicOrPartitionException.class));
  }

  @Override
  public Purged purge(Collection<Buffer> buffers, Instant now) {
    return buffers.isEmpty()
        ? Purged.nothing()
        : new BufferPurge(admin(), this).purge(buffers, installation.bufferTopics(), now);
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(GRACE);
    }
  }

  private NewTopic buffer(Topic topic) {
    return made(
        topic,
        Map.of(
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "segment.bytes", Long.toString(Math.max(SEGMENT, largestRecord())),
            "segment.ms", Long.toString(SEGMENT_AGE.toMillis())));
  }

  private NewTopic compacted(Topic topic) {
    return made(topic, Map.of("cleanup.policy", "compact"));
  }

  private NewTopic made(Topic topic, Map<String, String> config) {
    Map<String, String> all = new HashMap<>(config);
    all.put("max.message.bytes", Long.toString(largestRecord()));
    short factor = installation.kafka().replicationFactor();
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), Optional.of(factor).filter(f -> f > 0))
        .configs(all);
  }

  private long largestRecord() {
    return installation.maxRecordSize().toBytes() + RecordSize.OVERHEAD_BYTES;
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> changes(
      Collection<NewTopic> topics) {
    return topics.stream()
        .collect(
            Collectors.toMap(
                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                topic ->
                    topic.configs().entrySet().stream()
                        .map(e -> new ConfigEntry(e.getKey(), e.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList()));
  }

  private synchronized Admin admin() {
    if (admin == null) {
      try {
        admin = Admin.create(settings.properties());
      } catch (KafkaException e) {
        throw new Unavailable(
            "Kafka at " + installation.kafka().brokers() + ": " + rootMessage(e), e);
      }
    }
    return admin;
  }

  /** A client whose thread has died does nothing but time out. */
  private synchronized void discard() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  @Override
  public <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get(settings.patience().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } catch (ExecutionException e) {
      throw unavailable(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw unavailable(what, e);
    }
  }

  /** False if it was refused for a harmless reason. */
  private boolean isDone(
      String what, KafkaFuture<Void> future, Class<? extends KafkaException> harmless) {
    try {
      await(what, future);
      return true;
    } catch (Unavailable e) {
      if (!harmless.isInstance(e.getCause())) {
        throw e;
      }
      return false;
    }
  }

  private Unavailable unavailable(String what, Throwable cause) {
    if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      discard();
    }
    return new Unavailable(
        "cannot " + what + " at " + installation.kafka().brokers() + ": " + rootMessage(cause),
        cause);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
