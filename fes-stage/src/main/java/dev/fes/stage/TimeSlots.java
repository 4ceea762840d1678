package dev.fes.stage;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * A ring of slots of time, of which the oldest is used again; times are {@link System#nanoTime}.
 * Not for several threads.
 */
final class TimeSlots {

  private final long length;
  private final int count;
  private final long began;
  private final IntConsumer clear;
  private long current;

  /**
   * @param whole so many past slots count beside the one under way
   * @param clear empties the slot of this index
   */
  TimeSlots(Duration length, int whole, long began, IntConsumer clear) {
    this.length = length.toNanos();
    this.count = whole + 1;
    this.began = began;
    this.clear = clear;
  }

  /** The index of the slot of now; those that are too old by now are empty. */
  int at(long now) {
    long slot = Math.max(current, (now - began) / length);
    for (long next = Math.max(current + 1, slot - count + 1); next <= slot; next++) {
      clear.accept((int) (next % count));
    }
    current = slot;
    return (int) (slot % count);
  }

  /** How long a time the slots cover together: less at the start than later. */
  Duration covered(long now) {
    long oldest = Math.max(0, current - count + 1);
    return Duration.ofNanos(Math.max(0, now - began - oldest * length));
  }
}
