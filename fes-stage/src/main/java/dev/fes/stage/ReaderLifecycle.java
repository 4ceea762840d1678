package dev.fes.stage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps a source reading: one session after another, with a pause after each failure, for as long
 * as the stage runs. Nothing that the source's neighbours do ends the process.
 */
public final class ReaderLifecycle implements SmartLifecycle, Restart {

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLifecycle.class);
  private static final Duration JOIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Source source;
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

  /** What is read. */
  public interface Source {

    /** The next session, once everything that reading needs is there. */
    Session open() throws Exception;

    /** A session is over, or could not be opened. */
    void disconnected();

    /** Nothing is read, for the output was stopped by hand. */
    void paused();

    /** Tells the streams what went wrong; answers how patiently it is tried again. */
    Failure.Kind failed(Throwable why);
  }

  /** From one beginning at the confirmed position to whatever ends it. */
  public interface Session extends AutoCloseable {

    /** Reads until stopped or failed; answers the failure. */
    @Nullable Throwable run() throws InterruptedException;

    /** Whether it was worth its start: a failure after it is the first of its kind. */
    boolean madeProgress();

    /** Ends in good order: what Kafka has is confirmed, the rest comes again. */
    void stop() throws InterruptedException;

    /** Ends at once, with nothing more confirmed. */
    void fail(Throwable why);

    @Override
    void close();
  }

  /**
   * @param resetOutput closes the producer, so that one that broke is not used again
   */
  public ReaderLifecycle(Source source, OutputGate gate, Runnable resetOutput, Backoff backoff) {
    this.source = source;
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
        source.disconnected();
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
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      return e;
    } finally {
      session = null;
    }
  }

  /**
   * A producer that broke is closed between two sessions: what it still delivers comes before the
   * copies, and what it gives up is nobody's any more.
   */
  private Session openedAfterReset() throws Exception {
    if (refused.get() != null) {
      resetOutput.run();
      refused.set(null);
    }
    return source.open();
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
    pause(backoff.after(failures, source.failed(error)));
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
      source.paused();
    }
    gate.awaitOpen();
  }

  private void stopSession() throws InterruptedException {
    Session open = session;
    if (open == null) {
      return;
    }
    try {
      open.stop();
    } catch (RuntimeException e) {
      open.fail(e);
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
