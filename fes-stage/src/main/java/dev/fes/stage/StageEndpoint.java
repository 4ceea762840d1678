package dev.fes.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code GET /actuator/stage}: what each event stream is doing in this stage, and its counts since
 * the start.
 */
@Endpoint(id = "stage")
final class StageEndpoint {

  private static final Duration STALL = Duration.ofSeconds(5);

  private final StageSettings settings;
  private final Streams streams;
  private final List<TopicWriter> writers;
  private final BindingStates bindings;

  StageEndpoint(
      StageSettings settings, Streams streams, List<TopicWriter> writers, BindingStates bindings) {
    this.settings = settings;
    this.streams = streams;
    this.writers = writers;
    this.bindings = bindings;
  }

  /** The answer: the stage's place and its streams. */
  record StageReport(String stage, List<StreamReport> streams) {}

  /** One event stream's state and counts. */
  record StreamReport(
      String stream,
      String state,
      @Nullable String reason,
      @Nullable String error,
      Instant since,
      long published,
      long filtered,
      long ignored,
      long deadLettered,
      long deadLetterRefused,
      @Nullable Double lagSeconds,
      @Nullable Long lagBytes,
      Recent.Report recent) {}

  @ReadOperation
  StageReport read() {
    return new StageReport(settings.name(), streams.all().stream().map(this::report).toList());
  }

  StreamState stateOf(StreamProgress stream) {
    StreamState known = stream.state();
    if (known.activity() == StreamState.Activity.RUNNING && bindings.isInputStopped()) {
      return new StreamState(StreamState.Activity.PAUSED, null, null, known.since());
    }
    return known.activity() == StreamState.Activity.RUNNING ? orStalled(known) : known;
  }

  private StreamState orStalled(StreamState running) {
    return writers.stream()
        .flatMap(writer -> writer.stalledFor().stream())
        .filter(stalled -> stalled.compareTo(STALL) > 0)
        .findFirst()
        .map(
            stalled ->
                new StreamState(
                    StreamState.Activity.RETRYING,
                    "kafka-unreachable",
                    "Kafka acknowledges no record",
                    Instant.now().minus(stalled)))
        .orElse(running);
  }

  private StreamReport report(StreamProgress stream) {
    StreamState state = stateOf(stream);
    StreamProgress.Snapshot counts = stream.snapshot();
    return new StreamReport(
        stream.stream(),
        state.activity().title(),
        state.reason(),
        state.error(),
        state.since(),
        counts.published(),
        counts.filtered(),
        counts.ignored(),
        counts.deadLettered(),
        counts.deadLetterRefused(),
        stream.lagSeconds(),
        stream.lagBytes(),
        stream.recent());
  }
}
