package dev.fes.controller.reconcile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets so many resources be looked at at once, the others in the order they came; counts it. */
final class Turns {

  private final Semaphore turns;
  private final MeterRegistry meters;

  Turns(int atOnce, MeterRegistry meters) {
    this.turns = new Semaphore(atOnce, true);
    this.meters = meters;
    Gauge.builder("fes.controller.steps.pending", turns, Semaphore::getQueueLength)
        .description("resources that wait for their turn to be looked at")
        .register(meters);
  }

  /** Waits for its turn and takes it; whether anything is new. */
  boolean step(ResourceLoop loop) throws InterruptedException {
    turns.acquire();
    try {
      ResourceStatus before = loop.status();
      Timer.Sample sample = Timer.start(meters);
      loop.step();
      ResourceStatus after = loop.status();
      sample.stop(timer(after));
      return before == null || after == null || !before.isLike(after);
    } finally {
      turns.release();
    }
  }

  private Timer timer(@Nullable ResourceStatus after) {
    return Timer.builder("fes.controller.step")
        .description("one look at a resource, and what it did about it")
        .tag("outcome", after != null && after.isHindered() ? "failed" : "done")
        .register(meters);
  }
}
