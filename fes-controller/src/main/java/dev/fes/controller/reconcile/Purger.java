package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.Purged;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.plan.Buffer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the topics between stages from growing: the one owner of deleting what every reader has
 * confirmed. Whatever goes wrong is tried again by the next look, and is no stream's trouble.
 */
public final class Purger implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Purger.class);

  private final Supplier<List<Buffer>> buffers;
  private final Topics topics;
  private final Duration interval;
  private final Counter deleted;
  private final MultiGauge left;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("purge").factory());
  private boolean hindered;

  public Purger(
      Supplier<List<Buffer>> buffers, Topics topics, Duration interval, MeterRegistry meters) {
    this.buffers = buffers;
    this.topics = topics;
    this.interval = interval;
    this.deleted =
        Counter.builder("fes.buffer.purged")
            .description("records deleted that every reader had confirmed")
            .register(meters);
    this.left =
        MultiGauge.builder("fes.buffer.records")
            .description(
                "records in a topic between stages, confirmed ones in their window included")
            .register(meters);
  }

  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      Purged purged = topics.purge(buffers.get(), Instant.now());
      deleted.increment(purged.deleted());
      left.register(
          purged.left().entrySet().stream()
              .map(topic -> MultiGauge.Row.of(Tags.of("topic", topic.getKey()), topic.getValue()))
              .toList(),
          true);
      tell(purged.problems());
    } catch (RuntimeException e) {
      tell(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** Once, and not at each look. */
  private void tell(List<String> problems) {
    if (!hindered && !problems.isEmpty()) {
      LOG.warn("topics keep for now what is confirmed: {}", problems.getFirst());
    }
    hindered = !problems.isEmpty();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
