package dev.fes.controller.ops;

import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The state of every event stream as a figure, for alerts: one series a stream, with the state that
 * it has now, the stage that is in trouble and the reason.
 */
final class StreamMeters implements AutoCloseable {

  private static final long INTERVAL_SECONDS = 2;
  private static final String NONE = "none";

  private final Supplier<List<ResourceStatus>> resources;
  private final MultiGauge states;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stream-meters").factory());
  private List<Tags> known = List.of();

  StreamMeters(Supplier<List<ResourceStatus>> resources, MeterRegistry meters) {
    this.resources = resources;
    this.states =
        MultiGauge.builder("fes.stream.state")
            .description("1 for the state that the event stream has")
            .register(meters);
  }

  void start() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  void look() {
    List<Tags> found =
        resources.get().stream()
            .flatMap(resource -> resource.streams().stream().map(stream -> tags(resource, stream)))
            .toList();
    if (!found.equals(known)) {
      states.register(found.stream().map(tags -> MultiGauge.Row.of(tags, 1)).toList(), true);
      known = found;
    }
  }

  private static Tags tags(ResourceStatus resource, StreamStatus stream) {
    Optional<StreamStatus.Problem> problem = Optional.ofNullable(stream.problem());
    return Tags.of(
        "application_id", resource.applicationId(),
        "namespace", resource.key().namespace(),
        "resource", resource.key().name(),
        "stream", stream.name(),
        "stage", problem.map(StreamStatus.Problem::stage).orElse(NONE),
        "state", stream.state().title(),
        "reason", problem.flatMap(known -> Optional.ofNullable(known.reason())).orElse(NONE));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
