package dev.fes.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code GET /actuator/stage}: what each event stream is doing in this stage, its counts since the
 * start, and the ids of the events that block it. {@code POST} with {@code {"skip": ID}} skips one
 * of those.
 */
@Endpoint(id = "stage")
final class StageEndpoint {

  private static final Duration STALL = Duration.ofSeconds(5);

  private final StageSettings settings;
  private final Streams streams;
  private final List<TopicWriter> writers;
  private final BindingStates bindings;
  private final SkipRequest skips;

  StageEndpoint(
      StageSettings settings,
      Streams streams,
      List<TopicWriter> writers,
      BindingStates bindings,
      SkipRequest skips) {
    this.settings = settings;
    this.streams = streams;
    this.writers = writers;
    this.bindings = bindings;
    this.skips = skips;
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
      List<String> blocking,
      @Nullable String backfill,
      Recent.Report recent) {}

  @ReadOperation
  StageReport read() {
    return new StageReport(settings.name(), streams.all().stream().map(this::report).toList());
  }

  /** Keeps the event with this id as a dead letter, if it blocks now, and goes on. */
  @WriteOperation
  WebEndpointResponse<Map<String, String>> skip(String skip) throws InterruptedException {
    return skips.answer(skip);
  }

  StreamState stateOf(StreamProgress stream) {
    StreamState known = stream.state();
    if (known.activity() == StreamState.Activity.RUNNING && bindings.isInputStopped()) {
      return new StreamState(StreamState.Activity.PAUSED, null, null, known.since());
    }
    if (known.activity() == StreamState.Activity.STARTING && bindings.awaitKafka()) {
      return kafkaUnreachable("there is no connection to Kafka since the start", known.since());
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
                kafkaUnreachable("Kafka acknowledges no record", Instant.now().minus(stalled)))
        .orElse(running);
  }

  private static StreamState kafkaUnreachable(String error, Instant since) {
    return new StreamState(StreamState.Activity.RETRYING, "kafka-unreachable", error, since);
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
        stream.skips().blocking(),
        stream.backfill(),
        stream.recent());
  }
}
