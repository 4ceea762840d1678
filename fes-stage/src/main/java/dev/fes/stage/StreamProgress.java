package dev.fes.stage;

import dev.fes.api.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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
  private static final StreamState RUNS = StreamState.of(StreamState.Activity.RUNNING);

  /** Few, because every stream of every stage has a series for each. */
  private static final Duration[] LATENCY_BOUNDS =
      millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

  private static final Duration[] WORK_BOUNDS =
      millis(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 60_000);

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
  private final Recent recent = Recent.fromNow();
  private final Set<Object> troubled = ConcurrentHashMap.newKeySet();
  private final boolean ofDeadLetters;
  private volatile Unconfirmed unconfirmed = new Unconfirmed();
  private volatile @Nullable Double lagSeconds;
  private volatile @Nullable Long lagBytes;
  private volatile @Nullable String backfill;

  StreamProgress(String stream, StageSettings stage, MeterRegistry meters) {
    this.stream = stream;
    this.meters = meters;
    this.tags = StageTags.of(stage, stream);
    this.ofDeadLetters = stage.name().equals(LaneConfiguration.DEAD_LETTER_STAGE);
    this.published = events("published");
    this.filtered = events("filtered");
    this.ignored = events("ignored");
    this.deadLettered = events("dead_lettered");
    this.deadLetterRefused = events("dead_letter_refused");
    this.latency =
        Timer.builder("fes.event.latency")
            .description("From commit to the target's acknowledgement")
            .serviceLevelObjectives(LATENCY_BOUNDS)
            .tags(tags)
            .register(meters);
    this.stageTime =
        Timer.builder("fes.stage")
            .description("Time one batch spends in this stage's work")
            .serviceLevelObjectives(WORK_BOUNDS)
            .tags(tags)
            .register(meters);
    this.batchSize =
        DistributionSummary.builder("fes.batch.size")
            .description("Events in one batch of this stage's work")
            .tags(tags)
            .register(meters);
  }

  public String stream() {
    return stream;
  }

  public Tags tags() {
    return tags;
  }

  /**
   * The event is durable in the next topic or at the target. How long ago its change was says
   * nothing of the stages where a person replayed it.
   */
  public void published(Event event) {
    published.increment();
    if (event.replay() == null) {
      long micros = microsSince(event.facts().committedAtMicros());
      latency.record(micros, TimeUnit.MICROSECONDS);
      recent.published(micros);
    }
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
    recent.worked(time);
  }

  /** One lane has trouble; the stream runs again when no lane has. */
  void troubled(Object lane, Failure failure) {
    synchronized (troubled) {
      troubled.add(lane);
      failing(failure);
    }
  }

  /** The first event of a lane is bad, and the recovery leaves it where it is. */
  void stands(Object lane, InFlight event, Runnable hurry) {
    skips.stands(lane, event.event().facts().id(), hurry);
  }

  Skips skips() {
    return skips;
  }

  /** Locked, or it could overwrite the trouble that another lane is just reporting. */
  void relieved(Object lane) {
    skips.moves(lane);
    if (troubled.isEmpty() && state.get().sameAs(RUNS)) {
      return;
    }
    synchronized (troubled) {
      troubled.remove(lane);
      if (troubled.isEmpty()) {
        running();
      }
    }
  }

  void allRelieved() {
    skips.clear();
    synchronized (troubled) {
      troubled.clear();
    }
  }

  public void running() {
    to(StreamState.of(StreamState.Activity.RUNNING));
  }

  /** It runs, and there is something that somebody should know or mend. */
  public void runningWith(Failure warning) {
    recent.failed(warning);
    to(StreamState.of(StreamState.Activity.RUNNING, warning));
  }

  /** Retries what passes by itself; else it is blocked until somebody mends it. */
  public void failing(Failure failure) {
    switch (failure.kind()) {
      case TRANSIENT -> retrying(failure);
      case BAD_EVENT, MISCONFIGURED -> blocked(failure);
    }
  }

  public void retrying(Failure failure) {
    retried(failure);
    to(StreamState.of(StreamState.Activity.RETRYING, failure));
  }

  public void blocked(Failure failure) {
    retried(failure);
    to(StreamState.of(StreamState.Activity.BLOCKED, failure));
  }

  /** Somebody has stopped it by hand. */
  public void paused() {
    to(StreamState.of(StreamState.Activity.PAUSED));
  }

  /** Nothing is skipped, and it goes on only when a person accepts the gap. */
  public void failed(Failure failure) {
    recent.failed(failure);
    to(StreamState.of(StreamState.Activity.FAILED, failure));
  }

  public StreamState state() {
    return state.get();
  }

  /** What these have not confirmed is late from now on; what others gave up comes again to them. */
  Lanes carriedBy(Lanes lanes) {
    unconfirmed = lanes.unconfirmed();
    return lanes;
  }

  /** How many events have arrived here and are not confirmed. */
  int unconfirmed() {
    return unconfirmed.size();
  }

  /** How far a source is behind in reading this stream. */
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

  /**
   * Since the commit of the oldest change that a source may not have read, or that has arrived here
   * and is not confirmed. Where nothing waits it is null and not 0, which would hide that the
   * source does not answer; a letter makes no stream late.
   */
  @Nullable Double lagSeconds() {
    OptionalLong oldest = ofDeadLetters ? OptionalLong.empty() : unconfirmed.oldestCommit();
    return oldest.isPresent() ? Double.valueOf(microsSince(oldest.getAsLong()) / 1e6) : lagSeconds;
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

  /** An event that took another way than the others: it was bad. */
  void diverted(Failure failure) {
    recent.failed(failure);
  }

  Recent.Report recent() {
    return recent.report();
  }

  private void retried(Failure failure) {
    meters.counter("fes.retries", tags.and("reason", failure.reason())).increment();
    recent.retried();
    recent.failed(failure);
  }

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

  private static Duration[] millis(int... bounds) {
    return IntStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private static long microsSince(long micros) {
    Instant now = Instant.now();
    return Math.max(0, now.getEpochSecond() * MICROS + now.getNano() / 1000 - micros);
  }
}
