package dev.fes.stage;

import java.util.concurrent.atomic.AtomicInteger;

/** Does one thing after the last of several has happened. */
final class Countdown {

  private final AtomicInteger left;
  private final Runnable then;

  Countdown(int count, Runnable then) {
    this.left = new AtomicInteger(count);
    this.then = then;
  }

  void one() {
    if (left.decrementAndGet() == 0) {
      then.run();
    }
  }
}
