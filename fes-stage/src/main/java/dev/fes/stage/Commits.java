package dev.fes.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of offsets that were committed without waiting. One that failed is covered by the
 * next commit of its partition; where none follows for a while, or the partition is given away, it
 * is committed again, for others look at how far a stage has confirmed; but not behind what
 * somebody else has committed while the partition was theirs.
 */
final class Commits {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private final Map<TopicPartition, OffsetAndMetadata> failed = new HashMap<>();
  private final Map<TopicPartition, Long> done = new HashMap<>();
  private final Map<TopicPartition, Long> sent = new HashMap<>();

  /** Offsets are on their way to Kafka; those sent before are covered, whatever becomes of them. */
  synchronized void sent(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> sent.put(partition, offset.offset()));
  }

  /** Kafka's answer to a commit. */
  synchronized void answered(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure == null) {
      offsets.forEach((partition, offset) -> done.merge(partition, offset.offset(), Math::max));
    } else {
      LOG.warn("offsets could not be committed yet: {}", failure.getMessage());
      offsets.forEach((partition, offset) -> failed.merge(partition, offset, Commits::later));
    }
    failed.entrySet().removeIf(one -> isBehind(one.getKey(), one.getValue()));
  }

  /** What Kafka has of partitions that were just assigned, whoever committed it. */
  synchronized void known(Map<TopicPartition, Long> committed) {
    done.putAll(committed);
    failed.entrySet().removeIf(one -> isBehind(one.getKey(), one.getValue()));
  }

  /** Commits what has failed, of the partitions that the consumer still has. */
  synchronized void again(Consumer<?, ?> consumer) {
    failed.keySet().retainAll(consumer.assignment());
    Map<TopicPartition, OffsetAndMetadata> again = new HashMap<>(failed);
    again
        .entrySet()
        .removeIf(one -> one.getValue().offset() < sent.getOrDefault(one.getKey(), -1L));
    if (!again.isEmpty()) {
      consumer.commitAsync(again, this::answered);
    }
  }

  /** Answers do not come in the order of the commits. */
  static OffsetAndMetadata later(OffsetAndMetadata one, OffsetAndMetadata other) {
    return one.offset() > other.offset() ? one : other;
  }

  /** An older offset must not take the place of a newer one. */
  private boolean isBehind(TopicPartition partition, OffsetAndMetadata offset) {
    return offset.offset() <= done.getOrDefault(partition, -1L);
  }
}
