package dev.fes.stage;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The confirmations of one assignment of partitions, told upstream in bursts and in the order of
 * arrival: each one alone would wake the consumer and commit. Once it is closed they are void:
 * their records come again, and a late one would speak for a record that was handed out anew.
 */
final class Generation {

  private static final long BURST_MILLIS = 50;

  private record Confirmed(long place, Runnable upstream) {}

  private final Queue<Confirmed> untold =
      new PriorityQueue<>(Comparator.comparingLong(Confirmed::place));
  private long arrived;
  private long confirmed;
  private boolean open = true;
  private boolean awaited;
  private boolean timed;

  /** One more event is under way; answers its place among all of this generation. */
  synchronized long arrival() {
    return arrived++;
  }

  /** The event at this place is done: upstream hears of it now if it was the last one under way. */
  synchronized void confirm(long place, Runnable upstream) {
    if (!open) {
      return;
    }
    confirmed++;
    untold.add(new Confirmed(place, upstream));
    if (confirmed == arrived) {
      if (awaited) {
        notifyAll();
      } else {
        tell();
      }
    } else if (!awaited && !timed) {
      timed = true;
      Thread.ofVirtual().name("confirmations").start(this::tellLater);
    }
  }

  /**
   * Waits for what is under way, no longer than a burst lasts. The thread that reads has nothing
   * else to do, and what is confirmed meanwhile is told by it, which then need not be woken.
   */
  synchronized void await() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS);
    awaited = true;
    try {
      for (long left = BURST_MILLIS;
          left > 0 && confirmed < arrived;
          left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
        wait(left);
      }
    } finally {
      awaited = false;
      tell();
    }
  }

  /** What was confirmed before is told; what comes after is not. */
  synchronized void close() {
    tell();
    open = false;
    notifyAll();
  }

  private synchronized void tellLater() {
    try {
      if (open) {
        wait(BURST_MILLIS);
      }
      tell();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      timed = false;
    }
  }

  private void tell() {
    while (!untold.isEmpty()) {
      untold.remove().upstream().run();
    }
  }
}
