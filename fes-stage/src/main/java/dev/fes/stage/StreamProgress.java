package dev.fes.stage;

import dev.fes.api.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state and the figures of one event stream in this stage; every stage counts under the same
 * names.
 */
public final class StreamProgress {

  private static final Logger LOG = LoggerFactory.getLogger(StreamProgress.class);
  private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

  private final String stream;
  private final MeterRegistry meters;
  private final Tags tags;
  private final Counter published;
  private final Counter filtered;
  private final Counter ignored;
  private final Counter deadLettered;
  private final Counter deadLetterRefused;
  private final Timer latency;
  private final Timer stageTime;
  private final DistributionSummary batchSize;
  private final AtomicReference<StreamState> state =
      new AtomicReference<>(StreamState.of(StreamState.Activity.STARTING));

  private final Skips skips = new Skips();
  private final Set<Object> troubled = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Double lagSeconds;
  private volatile @Nullable Long lagBytes;
  private volatile @Nullable String backfill;

  StreamProgress(String stream, StageSettings stage, MeterRegistry meters) {
    this.stream = stream;
    this.meters = meters;
    this.tags =
        Tags.of(
            "application_id", stage.applicationId(),
            "namespace", stage.namespace(),
            "resource", stage.resource(),
            "stream", stream,
            "stage", stage.name());
    this.published = events("published");
    this.filtered = events("filtered");
    this.ignored = events("ignored");
    this.deadLettered = events("dead_lettered");
    this.deadLetterRefused = events("dead_letter_refused");
    this.latency =
        Timer.builder("fes.event.latency")
            .description("From commit to the target's acknowledgement")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(10))
            .tags(tags)
            .register(meters);
    this.stageTime =
        Timer.builder("fes.stage")
            .description("Time one batch spends in this stage's work")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .tags(tags)
            .register(meters);
    this.batchSize = DistributionSummary.builder("fes.batch.size").tags(tags).register(meters);
  }

  public String stream() {
    return stream;
  }

  public Tags tags() {
    return tags;
  }

  /** The event is durable in the next topic or at the target. */
  public void published(Event event) {
    published.increment();
    latency.record(microsSince(event.facts().committedAtMicros()), TimeUnit.MICROSECONDS);
  }

  public void filtered() {
    filtered.increment();
  }

  void ignored() {
    ignored.increment();
  }

  void deadLettered() {
    deadLettered.increment();
  }

  void deadLetterRefused() {
    deadLetterRefused.increment();
  }

  public void worked(int events, Duration time) {
    batchSize.record(events);
    stageTime.record(time);
  }

  /** One lane has trouble; the stream runs again when no lane has. */
  void troubled(Object lane, Failure failure) {
    troubled.add(lane);
    switch (failure.kind()) {
      case TRANSIENT -> retrying(failure);
      case BAD_EVENT, MISCONFIGURED -> blocked(failure);
    }
  }

  /** The first event of a lane is bad, and the recovery leaves it where it is. */
  void stands(Object lane, InFlight event, Runnable hurry) {
    skips.stands(lane, event.event().facts().id(), hurry);
  }

  Skips skips() {
    return skips;
  }

  void relieved(Object lane) {
    skips.moves(lane);
    if (!troubled.isEmpty()) {
      troubled.remove(lane);
    }
    if (troubled.isEmpty()) {
      running();
    }
  }

  void allRelieved() {
    skips.clear();
    troubled.clear();
  }

  public void running() {
    to(StreamState.of(StreamState.Activity.RUNNING));
  }

  /** It runs, and there is something that somebody should know or mend. */
  public void runningWith(Failure warning) {
    to(StreamState.of(StreamState.Activity.RUNNING, warning));
  }

  public void retrying(Failure failure) {
    meters.counter("fes.retries", tags.and("reason", failure.reason())).increment();
    to(StreamState.of(StreamState.Activity.RETRYING, failure));
  }

  public void blocked(Failure failure) {
    meters.counter("fes.retries", tags.and("reason", failure.reason())).increment();
    to(StreamState.of(StreamState.Activity.BLOCKED, failure));
  }

  /** Somebody has stopped it by hand. */
  public void paused() {
    to(StreamState.of(StreamState.Activity.PAUSED));
  }

  /** Nothing is skipped, and it goes on only when a person accepts the gap. */
  public void failed(Failure failure) {
    to(StreamState.of(StreamState.Activity.FAILED, failure));
  }

  public StreamState state() {
    return state.get();
  }

  /** How far this stream is behind its source; only a source knows. */
  public void lag(Duration behind, long bytes) {
    lag(behind);
    lagBytes = bytes;
  }

  /** As above, where there is no log to measure. */
  public void lag(Duration behind) {
    lagSeconds = behind.toNanos() / 1e9;
  }

  /** How far the backfill of this stream is, in words; only a source knows. */
  public void backfill(String words) {
    backfill = words;
  }

  @Nullable String backfill() {
    return backfill;
  }

  @Nullable Double lagSeconds() {
    return lagSeconds;
  }

  @Nullable Long lagBytes() {
    return lagBytes;
  }

  Snapshot snapshot() {
    return new Snapshot(
        (long) published.count(),
        (long) filtered.count(),
        (long) ignored.count(),
        (long) deadLettered.count(),
        (long) deadLetterRefused.count());
  }

  /** The counts since this stage started. */
  record Snapshot(
      long published, long filtered, long ignored, long deadLettered, long deadLetterRefused) {}

  private void to(StreamState next) {
    StreamState before = state.getAndUpdate(old -> old.sameAs(next) ? old : next);
    if (before.sameAs(next)) {
      return;
    }
    if (next.error() == null) {
      LOG.info("stream {} is {}", stream, next.activity().title());
    } else {
      LOG.warn("stream {} is {}: {}", stream, next.activity().title(), next.error());
    }
  }

  private Counter events(String outcome) {
    return meters.counter("fes.events", tags.and("outcome", outcome));
  }

  private static long microsSince(long micros) {
    Instant now = Instant.now();
    return Math.max(0, now.getEpochSecond() * MICROS + now.getNano() / 1000 - micros);
  }
}
