package dev.fes.source.dynamodb;

import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.OutputGate;
import dev.fes.stage.Restart;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StreamProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the reader reading: one session after another, with a pause after each failure, for as long
 * as the stage runs. Nothing that DynamoDB or Kafka does ends the process.
 */
final class ReaderLifecycle implements SmartLifecycle, Restart {

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLifecycle.class);
  private static final Duration JOIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Sessions sessions;
  private final Routes routes;
  private final SourceMeters meters;
  private final OutputGate gate;
  private final Runnable resetOutput;
  private final Backoff backoff;
  private final Object changed = new Object();
  private @Nullable Thread thread;
  private @Nullable Thread obeying;
  private volatile @Nullable Session session;
  private final AtomicReference<@Nullable Failure> refused = new AtomicReference<>();
  private volatile boolean stopping;
  private int failures;

  ReaderLifecycle(
      Sessions sessions,
      Sessions.Outside outside,
      OutputGate gate,
      Runnable resetOutput,
      Backoff backoff) {
    this.sessions = sessions;
    this.routes = outside.routes();
    this.meters = outside.meters();
    this.gate = gate;
    this.resetOutput = resetOutput;
    this.backoff = backoff;
  }

  @Override
  public synchronized void start() {
    stopping = false;
    gate.attach();
    thread = Thread.ofPlatform().name("reader").start(this::keepReading);
    obeying = Thread.ofVirtual().name("output-gate").start(this::obeyGate);
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    Thread reading = thread;
    thread = null;
    if (obeying != null) {
      obeying.interrupt();
    }
    if (reading == null) {
      return;
    }
    try {
      stopSession();
      wake();
      if (!reading.join(JOIN)) {
        reading.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  @Override
  public void request(Failure why) {
    if (refused.compareAndSet(null, why)) {
      LOG.warn("reading again from the confirmed position: {}", why.message());
      Session failed = session;
      if (failed != null) {
        Thread.ofVirtual().name("reader-restart").start(() -> failed.fail(new StageFailure(why)));
      }
    }
  }

  private void keepReading() {
    try {
      while (!stopping) {
        awaitGate();
        Throwable error = readOnce();
        meters.connected(false);
        if (error != null && !stopping && gate.isRunning()) {
          report(error);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("reading was interrupted; what is unconfirmed comes again");
    }
  }

  private @Nullable Throwable readOnce() throws InterruptedException {
    try (Session opened = openedAfterReset()) {
      session = opened;
      failIfRefused(opened);
      Throwable error = stopping || !gate.isRunning() ? null : opened.run();
      failures = opened.madeProgress() ? 0 : failures;
      return error;
    } catch (RuntimeException | LinkageError e) {
      return e;
    } finally {
      session = null;
    }
  }

  /**
   * A producer that broke is closed between two sessions: what it still delivers comes before the
   * copies, and what it gives up is nobody's any more.
   */
  private Session openedAfterReset() throws InterruptedException {
    if (refused.get() != null) {
      resetOutput.run();
      refused.set(null);
    }
    return sessions.open();
  }

  /** What was refused while the session was being opened has found none to fail. */
  private void failIfRefused(Session opened) {
    Failure why = refused.get();
    if (why != null) {
      opened.fail(new StageFailure(why));
    }
  }

  private void report(Throwable error) throws InterruptedException {
    failures++;
    Failure failure = sessions.failure(error);
    if (DynamoFailures.isGap(error)) {
      routes.each(progress -> progress.failed(failure));
    } else {
      routes.report(failure);
    }
    pause(backoff.after(failures, failure.kind()));
  }

  private void obeyGate() {
    try {
      while (!stopping) {
        gate.awaitClosed();
        stopSession();
        pause(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitGate() throws InterruptedException {
    if (!gate.isRunning()) {
      LOG.info("the binding output is stopped, so nothing is read");
      routes.each(StreamProgress::paused);
    }
    gate.awaitOpen();
  }

  private void stopSession() throws InterruptedException {
    Session open = session;
    if (open != null) {
      open.stop();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    synchronized (changed) {
      long left = time.toMillis();
      while (left > 0 && !stopping) {
        changed.wait(left);
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    }
  }

  private void wake() {
    synchronized (changed) {
      changed.notifyAll();
    }
  }
}
