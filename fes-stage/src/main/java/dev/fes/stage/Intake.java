package dev.fes.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;

/**
 * Where records arrive: hands them to the lanes, and takes the lanes down before the partitions are
 * given away, so that nobody else publishes while this stage still does, but for a call that
 * outlives its grace: its answer is void.
 */
final class Intake implements KafkaBindingRebalanceListener {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Supplier<Lanes> factory;
  private final Gaps gaps;
  private final Commits commits;
  private final StreamProgress progress;
  private final List<TopicWriter> writers;
  private final Restart restart;
  private @Nullable Lanes lanes;
  private Generation generation = new Generation();
  private boolean gap;

  Intake(
      Supplier<Lanes> factory,
      Gaps gaps,
      Commits commits,
      StreamProgress progress,
      List<TopicWriter> writers,
      Restart restart) {
    this.factory = factory;
    this.gaps = gaps;
    this.commits = commits;
    this.progress = progress;
    this.writers = List.copyOf(writers);
    this.restart = restart;
  }

  synchronized void accept(Received received) {
    if (gap || stands(() -> gaps.before(received))) {
      return;
    }
    if (lanes == null) {
      generation = new Generation();
      lanes = factory.get();
    }
    lanes.accept(received.event().within(generation));
    if (received.isLast()) {
      awaitRest();
    }
  }

  /** What is under way is finished and confirmed for as long as the grace, and then given up. */
  @Override
  public synchronized void onPartitionsRevokedBeforeCommit(
      String bindingName, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    end();
    commits.again(consumer);
  }

  @Override
  public synchronized void onPartitionsAssigned(
      String bindingName,
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      boolean initial) {
    if (!stands(() -> gaps.atStart(consumer, partitions))) {
      progress.running();
    }
  }

  private void awaitRest() {
    try {
      generation.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What cannot be asked while Kafka is away is asked again when the stage begins anew. */
  private boolean stands(Supplier<Optional<Failure>> gaps) {
    gap = true;
    try {
      Optional<Failure> found = gaps.get();
      found.ifPresent(this::fail);
      gap = found.isPresent();
      return gap;
    } catch (RuntimeException e) {
      restart.request(
          Failure.transientFailure(
              "kafka-unreachable", "the offsets could not be read: " + e.getMessage()));
      throw e;
    }
  }

  /** What is under way may still finish; then nobody is left who would say that the stream runs. */
  private void fail(Failure why) {
    end();
    progress.failed(why);
  }

  private void end() {
    if (lanes != null) {
      long deadline = System.nanoTime() + GRACE.toNanos();
      lanes.stop(GRACE);
      lanes = null;
      writers.forEach(writer -> writer.awaitQuiet(Duration.ofNanos(deadline - System.nanoTime())));
      generation.close();
      progress.allRelieved();
    }
  }
}
