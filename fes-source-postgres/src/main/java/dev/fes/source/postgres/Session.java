package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageFailure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From one connect to the end of that connection: an engine, its reader, and the watch over both.
 */
final class Session implements ReaderLifecycle.Session {

  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final Duration DRAIN = Duration.ofSeconds(4);
  private static final Duration ABANDON = Duration.ofSeconds(30);
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Engine engine;
  private final Reader reader;
  private final Watch watch;
  private final BackfillWorker backfill;
  private final Sightings sightings;
  private final Pace pace;
  private volatile long started;
  private volatile @Nullable Throwable cause;

  /** How often a session is looked after, and how long it may bring nothing. */
  record Pace(Duration heartbeatInterval, StallLimit stallLimit) {}

  Session(
      Engine engine,
      Reader reader,
      Watch watch,
      BackfillWorker backfill,
      Sightings sightings,
      Pace pace) {
    this.engine = engine;
    this.reader = reader;
    this.watch = watch;
    this.backfill = backfill;
    this.sightings = sightings;
    this.pace = pace;
  }

  @Override
  public @Nullable Throwable run() {
    started = System.nanoTime();
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory())) {
      var _ =
          sightings
              .firstSign()
              .thenRun(
                  () -> {
                    backfill.start();
                    var _ =
                        timer.scheduleAtFixedRate(
                            this::look,
                            0,
                            pace.heartbeatInterval().toMillis(),
                            TimeUnit.MILLISECONDS);
                  });
      Throwable error = engine.run();
      timer.shutdownNow();
      return cause == null ? error : cause;
    }
  }

  /**
   * To have been alive is not enough, for a failure that comes with the same change again would
   * never slow down.
   */
  @Override
  public boolean madeProgress() {
    return reader.hasConfirmed() || System.nanoTime() - started > STEADY.toNanos();
  }

  /** What Kafka has is confirmed up to the last heartbeat. */
  @Override
  public void stop() throws InterruptedException {
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
    backfill.close();
    watch.close();
  }

  @Override
  public void fail(Throwable why) {
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
      if (sightings.hasSeenAny()) {
        pace.stallLimit().reset();
      }
      if (sightings.isLive() && !reader.isHeldUp() && isStalled()) {
        pace.stallLimit().stalled();
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

  private boolean isStalled() {
    return watch.overdue().compareTo(pace.stallLimit().current()) > 0;
  }
}
