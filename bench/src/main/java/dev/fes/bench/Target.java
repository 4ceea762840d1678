package dev.fes.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where the events of one run arrive. */
interface Target extends AutoCloseable {

  /** How an entrant is told of it: a queue's or an event type's name, or an address. */
  String name();

  /** Events that have arrived so far, copies included. */
  long arrived();

  /** When each event arrived first, by its number. */
  Map<Integer, Instant> arrivals();

  /** From now on events are counted and not kept. */
  void countOnly();

  @Override
  void close();

  /** Waits for this many, and looks the more often the nearer they are: counting costs, too. */
  default void await(long events, Duration within) {
    long start = System.nanoTime();
    long before = arrived();
    long pause = TimeUnit.MILLISECONDS.toNanos(5);
    for (long now = before; now < events; now = arrived()) {
      long passed = System.nanoTime() - start;
      if (passed > within.toNanos()) {
        throw new IllegalStateException(
            "%s has %d of %d events after %s".formatted(name(), now, events, within));
      }
      long left = now == before ? 0 : passed / (now - before) * (events - now);
      LockSupport.parkNanos(Math.clamp(left / 4, pause, 200 * pause));
    }
  }
}
