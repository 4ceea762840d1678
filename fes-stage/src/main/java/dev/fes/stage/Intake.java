package dev.fes.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;

/**
 * Where records arrive: hands them to the lanes, and takes the lanes down before the partitions are
 * given away, so that nobody else publishes while this stage still does.
 */
final class Intake implements KafkaBindingRebalanceListener {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Supplier<Lanes> factory;
  private final StreamProgress progress;
  private final List<TopicWriter> writers;
  private final Restart restart;
  private @Nullable Lanes lanes;
  private Generation generation = new Generation();
  private boolean gap;

  Intake(
      Supplier<Lanes> factory,
      StreamProgress progress,
      List<TopicWriter> writers,
      Restart restart) {
    this.factory = factory;
    this.progress = progress;
    this.writers = List.copyOf(writers);
    this.restart = restart;
  }

  synchronized void accept(InFlight arrived) {
    if (gap) {
      return;
    }
    if (lanes == null) {
      generation = new Generation();
      lanes = factory.get();
    }
    lanes.accept(arrived.within(generation));
  }

  /** What is under way is finished and confirmed for as long as the grace, and then given up. */
  @Override
  public synchronized void onPartitionsRevokedBeforeCommit(
      String bindingName, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (lanes != null) {
      long deadline = System.nanoTime() + GRACE.toNanos();
      lanes.stop(GRACE);
      lanes = null;
      writers.forEach(writer -> writer.awaitQuiet(Duration.ofNanos(deadline - System.nanoTime())));
      generation.close();
      progress.allRelieved();
    }
  }

  @Override
  public synchronized void onPartitionsAssigned(
      String bindingName,
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      boolean initial) {
    gap = true;
    try {
      gap = isGap(consumer, partitions);
    } catch (RuntimeException e) {
      restart.request(
          Failure.transientFailure(
              "kafka-unreachable", "the confirmed offsets could not be read: " + e.getMessage()));
      throw e;
    }
    if (!gap) {
      progress.running();
    }
  }

  private boolean isGap(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    return partitions.stream()
        .anyMatch(partition -> isGap(partition, committed.get(partition), starts));
  }

  /**
   * Records below the confirmed offset may go; if others are gone, going on would skip them
   * silently.
   */
  private boolean isGap(
      TopicPartition partition,
      @Nullable OffsetAndMetadata committed,
      Map<TopicPartition, Long> starts) {
    long start = starts.getOrDefault(partition, 0L);
    if (committed == null || committed.offset() >= start) {
      return false;
    }
    progress.failed(
        Failure.misconfigured(
            "gap",
            "records %d to %d of %s were deleted before this stage confirmed them; to accept that they are lost, set"
                    .formatted(committed.offset(), start - 1, partition)
                + " the offset of its consumer group to "
                + start
                + " while the stage is stopped"));
    return true;
  }
}
