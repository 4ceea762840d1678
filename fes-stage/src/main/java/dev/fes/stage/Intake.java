package dev.fes.stage;

import java.time.Duration;
import java.util.Collection;
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
  private @Nullable Lanes lanes;
  private boolean gap;

  Intake(Supplier<Lanes> factory, StreamProgress progress) {
    this.factory = factory;
    this.progress = progress;
  }

  synchronized void accept(InFlight arrived) {
    if (gap) {
      return;
    }
    if (lanes == null) {
      lanes = factory.get();
    }
    lanes.accept(arrived);
  }

  @Override
  public synchronized void onPartitionsRevokedBeforeCommit(
      String bindingName, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (lanes != null) {
      lanes.stop(GRACE);
      lanes = null;
    }
  }

  @Override
  public synchronized void onPartitionsAssigned(
      String bindingName,
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      boolean initial) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    gap =
        partitions.stream()
            .anyMatch(partition -> isGap(partition, committed.get(partition), starts));
    if (!gap) {
      progress.running();
    }
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
            "records "
                + committed.offset()
                + " to "
                + (start - 1)
                + " of "
                + partition
                + " were deleted before this stage confirmed them; it waits until the gap is accepted"));
    return true;
  }
}
