package dev.fes.stage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.NestedExceptionUtils;

/**
 * Begins again at the confirmed offset: the input gives its partitions up, the producers are
 * closed, and after a pause the input is started, as often as it takes. An input that an operator
 * has stopped stays so, also one that is stopped during the pause.
 */
final class InputRestart implements Restart, ApplicationListener<ContextClosedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(InputRestart.class);
  private static final long CALM_NANOS = Duration.ofMinutes(2).toNanos();

  private final InputContainer input;
  private final BindingStates bindings;
  private final ObjectProvider<TopicWriter> writers;
  private final StreamProgress progress;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicReference<@Nullable Failure> meanwhile = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  // by the one restart under way; handed on through `requested`
  private long last = System.nanoTime() - CALM_NANOS;
  private int inARow;

  InputRestart(
      InputContainer input,
      BindingStates bindings,
      ObjectProvider<TopicWriter> writers,
      StreamProgress progress) {
    this.input = input;
    this.bindings = bindings;
    this.writers = writers;
    this.progress = progress;
  }

  @Override
  public void request(Failure why) {
    if (closing.getCount() == 0) {
      return;
    }
    if (requested.compareAndSet(false, true)) {
      LOG.warn("starting again from the confirmed offset: {}", why.message());
      Thread.ofPlatform().daemon().name("input-restart").start(() -> restart(why));
    } else {
      meanwhile.set(why);
    }
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent closed) {
    closing.countDown();
  }

  private void restart(Failure why) {
    boolean stopped = false;
    try {
      stopped = input.stop();
      writers.forEach(TopicWriter::reset);
      meanwhile.set(null);
      if (stopped || !bindings.isInputHeldStopped()) {
        progress.failing(why);
      }
      stopped = stopped && !closing.await(pause(why).toNanos(), TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      LOG.error("the stage could not begin again in good order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      requested.set(false);
      if (stopped) {
        start();
      }
    }
  }

  /**
   * Whoever starts the binding that was stopped by hand starts the input; who did so during the
   * pause has not heard what happened since.
   */
  private void start() {
    if (bindings.isInputHeldStopped()) {
      progress.running();
      return;
    }
    if (input.isRunning()) {
      Failure again = meanwhile.getAndSet(null);
      if (again != null) {
        request(again);
      }
      return;
    }
    try {
      input.start();
    } catch (RuntimeException e) {
      LOG.error("the input could not be started", e);
      request(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka's client could not be started: "
                  + NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
    }
  }

  private Duration pause(Failure why) {
    long now = System.nanoTime();
    inARow = now - last > CALM_NANOS ? 1 : inARow + 1;
    last = now;
    return Backoff.DEFAULT.after(inARow, why.kind());
  }
}
