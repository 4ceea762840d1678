package dev.fes.stage;

import java.time.Duration;
import java.util.Arrays;

/** How many a second there were in the last minute; times are {@link System#nanoTime}. */
final class RecentRate {

  private static final Duration SLOT = Duration.ofSeconds(5);
  private static final int WHOLE = 12;
  private static final double LEAST_SECONDS = 1;

  private final long[] counts = new long[WHOLE + 1];
  private final TimeSlots slots;

  RecentRate(long began) {
    this.slots = new TimeSlots(SLOT, WHOLE, began, slot -> counts[slot] = 0);
  }

  synchronized void add(long now) {
    counts[slots.at(now)]++;
  }

  synchronized double perSecond(long now) {
    slots.at(now);
    double seconds = slots.covered(now).toNanos() / 1e9;
    return Arrays.stream(counts).sum() / Math.max(LEAST_SECONDS, seconds);
  }
}
