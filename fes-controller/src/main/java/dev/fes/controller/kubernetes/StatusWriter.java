package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Reports;
import dev.fes.controller.reconcile.ResourceStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes statuses to the resources' status, and nothing else of them. */
final class StatusWriter implements Reports, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int AT_ONCE = 8;

  private final ResourceApi api;
  private final ClusterResources resources;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<ResourceKey, PendingStatus> pending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("statuses").factory());
  private final ExecutorService writers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("status-", 0).factory());

  StatusWriter(ResourceApi api, ClusterResources resources, Clock clock, MeterRegistry meters) {
    this.api = api;
    this.resources = resources;
    this.clock = clock;
    this.meters = meters;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void report(@Nullable ResourceStatus before, ResourceStatus now) {
    pending.computeIfAbsent(now.key(), _ -> new PendingStatus(now, clock.instant())).offer(now);
  }

  @Override
  public void gone(ResourceKey key) {
    pending.remove(key);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    writers.shutdownNow();
  }

  private void look() {
    pending.values().stream()
        .filter(status -> status.isDue(clock.instant()))
        .forEach(status -> writers.execute(() -> write(status)));
  }

  private void write(PendingStatus status) {
    ResourceStatus taken = status.begin();
    try {
      String json = json(taken);
      if (status.isNew(json)) {
        api.patchStatus(taken.key(), json);
        count("done");
      }
      status.written(json, clock.instant());
    } catch (RuntimeException e) {
      Duration wait = status.failed(clock.instant());
      LOG.warn(
          "{}: its status cannot be written, again in {}: {}", taken.key(), wait, e.getMessage());
      count("failed");
    }
  }

  private String json(ResourceStatus status) {
    return StatusJson.of(
        status, resources.get(status.key()).map(ClusterResource::conditions).orElse(Map.of()));
  }

  private void count(String outcome) {
    meters.counter("fes.controller.status.writes", "outcome", outcome).increment();
  }
}
