package dev.fes.stage;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds records that were deleted before this stage had them: Kafka's consumer goes on with the
 * oldest that is left, and says nothing. A missing offset alone is no gap, for topics that others
 * write may be compacted or have marks of transactions; one below the log's start is.
 */
final class Gaps {

  private final Commits commits;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  Gaps(Commits commits) {
    this.commits = commits;
  }

  /**
   * Whether records are gone that a consumer would begin with; its reading is followed from here.
   */
  Optional<Failure> atStart(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    next.clear();
    committed.entrySet().stream()
        .filter(known -> known.getValue() != null)
        .forEach(known -> next.put(known.getKey(), known.getValue().offset()));
    commits.known(next);
    return next.entrySet().stream()
        .flatMap(first -> gap(first.getKey(), first.getValue(), starts).stream())
        .findFirst();
  }

  /** Whether records are gone before this one; it may have come before, and then nothing is. */
  Optional<Failure> before(Received received) {
    TopicPartition partition = received.partition();
    Long expected = next.put(partition, received.offset() + 1);
    return expected == null || received.offset() <= expected
        ? Optional.empty()
        : gap(partition, expected, received.consumer().beginningOffsets(List.of(partition)));
  }

  private static Optional<Failure> gap(
      TopicPartition partition, long expected, Map<TopicPartition, Long> starts) {
    long start = Objects.requireNonNullElse(starts.get(partition), 0L);
    return expected >= start
        ? Optional.empty()
        : Optional.of(
            Failure.misconfigured(
                "gap",
                "records %d to %d of %s were deleted before this stage confirmed them; to accept that they are lost, set"
                        .formatted(expected, start - 1, partition)
                    + " the offset of its consumer group to "
                    + start
                    + " while the stage is stopped"));
  }
}
