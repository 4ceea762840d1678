package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From one connect to the end of that connection: an engine, its reader, and the watch over both.
 */
final class Session implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final Duration DRAIN = Duration.ofSeconds(4);
  private static final Duration ABANDON = Duration.ofSeconds(30);
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final int MISSED_HEARTBEATS = 6;

  private final Engine engine;
  private final Reader reader;
  private final Watch watch;
  private final Sightings sightings;
  private final Duration heartbeatInterval;
  private volatile @Nullable Throwable cause;

  Session(
      Engine engine, Reader reader, Watch watch, Sightings sightings, Duration heartbeatInterval) {
    this.engine = engine;
    this.reader = reader;
    this.watch = watch;
    this.sightings = sightings;
    this.heartbeatInterval = heartbeatInterval;
  }

  /** Reads until stopped or failed; answers the failure. */
  @Nullable Throwable run() {
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory())) {
      var _ =
          sightings
              .firstSign()
              .thenRun(
                  () -> {
                    var _ =
                        timer.scheduleAtFixedRate(
                            this::look, 0, heartbeatInterval.toMillis(), TimeUnit.MILLISECONDS);
                  });
      Throwable error = engine.run();
      timer.shutdownNow();
      return cause == null ? error : cause;
    }
  }

  /** Whether it has come so far that it read something. */
  boolean wasLive() {
    return sightings.isLive();
  }

  /** Ends in good order: what Kafka has is confirmed, the rest comes again. */
  void stop() throws InterruptedException {
    if (sightings.isLive()) {
      reader.stop(DRAIN);
    }
    if (!engine.close(CLOSE)) {
      reader.abandon();
    }
  }

  @Override
  public void close() {
    reader.abandon();
    watch.close();
  }

  /** Ends at once, with nothing more confirmed. */
  void fail(Throwable why) {
    cause = why;
    reader.abandon();
    try {
      engine.close(ABANDON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      watch.look();
      Duration limit = max(STALL, heartbeatInterval.multipliedBy(MISSED_HEARTBEATS));
      if (sightings.isLive() && !reader.isHeldUp() && watch.overdue().compareTo(limit) > 0) {
        fail(
            new StageFailure(
                Failure.transientFailure(
                    "stalled",
                    "nothing came out of the slot for " + watch.overdue().toSeconds() + " s")));
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
