package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at dead-letter topics: three requests, however many they are. Each has one partition. And
 * at how far a flow has come with letters that were sent to it.
 */
final class TopicSnapshots implements FlowProgress.Offsets, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final LetterClients clients;
  private @Nullable Admin admin;

  TopicSnapshots(LetterClients clients) {
    this.clients = clients;
  }

  static TopicPartition partition(String topic) {
    return new TopicPartition(topic, 0);
  }

  Optional<TopicSnapshot> look(String topic) {
    return Optional.ofNullable(look(Set.of(topic)).get(topic));
  }

  /**
   * Those of the topics that there are.
   *
   * @throws Unavailable if the brokers do not say
   */
  Map<String, TopicSnapshot> look(Collection<String> topics) {
    if (topics.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, Uuid> ids = ids(topics);
      Map<String, Long> starts = offsets(ids.keySet(), OffsetSpec.earliest());
      Map<String, Long> ends = offsets(ids.keySet(), OffsetSpec.latest());
      Map<String, TopicSnapshot> snapshots = new HashMap<>();
      ids.forEach(
          (topic, id) -> {
            if (starts.get(topic) instanceof Long start && ends.get(topic) instanceof Long end) {
              snapshots.put(topic, new TopicSnapshot(topic, id, start, end));
            }
          });
      return snapshots;
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public Map<TopicPartition, Long> ends(String topic) {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (KafkaFuture<TopicDescription> asked :
          admin().describeTopics(Set.of(topic)).topicNameValues().values()) {
        await(asked).map(TopicDescription::partitions).orElse(List.of()).stream()
            .map(part -> new TopicPartition(topic, part.partition()))
            .forEach(part -> latest.put(part, OffsetSpec.latest()));
      }
      ListOffsetsResult asked = admin().listOffsets(latest);
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (TopicPartition part : latest.keySet()) {
        await(asked.partitionResult(part)).ifPresent(found -> ends.put(part, found.offset()));
      }
      return ends;
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public Map<TopicPartition, Long> confirmed(String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try {
      await(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .ifPresent(
              found ->
                  found.forEach(
                      (partition, at) -> {
                        if (at != null) {
                          offsets.put(partition, at.offset());
                        }
                      }));
      return offsets;
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  private synchronized Admin admin() {
    Admin known = admin;
    if (known == null) {
      known = clients.admin();
      admin = known;
    }
    return known;
  }

  private Map<String, Uuid> ids(Collection<String> topics) {
    Map<String, Uuid> ids = new HashMap<>();
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin().describeTopics(topics).topicNameValues();
    asked.forEach(
        (topic, answer) ->
            await(answer).ifPresent(description -> ids.put(topic, description.topicId())));
    return ids;
  }

  private Map<String, Long> offsets(Set<String> topics, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    topics.forEach(topic -> specs.put(partition(topic), spec));
    ListOffsetsResult asked = admin().listOffsets(specs);
    Map<String, Long> offsets = new HashMap<>();
    for (TopicPartition partition : List.copyOf(specs.keySet())) {
      await(asked.partitionResult(partition))
          .ifPresent(found -> offsets.put(partition.topic(), found.offset()));
    }
    return offsets;
  }

  /** Empty where the topic is gone. */
  private <T> Optional<T> await(KafkaFuture<T> answer) {
    try {
      return Optional.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (TimeoutException e) {
      throw unavailable(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw unavailable(e);
    }
  }

  /** A client whose thread has died does nothing but time out: the next one is new. */
  private Unavailable unavailable(Exception e) {
    close();
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new Unavailable(
        "Kafka does not tell of dead letters: "
            + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
        cause);
  }
}
