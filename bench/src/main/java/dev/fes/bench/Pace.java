package dev.fes.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: the n-th beat is due n intervals after the start, even if an earlier one was late.
 */
final class Pace {

  private final long interval;
  private long due = System.nanoTime();

  Pace(int perSecond) {
    this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  void await() {
    due += interval;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
