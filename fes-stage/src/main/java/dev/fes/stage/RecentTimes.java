package dev.fes.stage;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long something took in the last five minutes, right to about 6 %: counts in buckets of which
 * eight double the time. Clock times are {@link System#nanoTime}.
 */
final class RecentTimes {

  private static final Duration SLOT = Duration.ofMinutes(1);
  private static final int WHOLE = 5;

  /** A bucket is an octave and an eighth of it. */
  private static final int EIGHTHS = 3;

  private static final int OCTAVES = 34;
  private static final int BUCKETS = OCTAVES << EIGHTHS;

  private final int[][] counts = new int[WHOLE + 1][BUCKETS];
  private final TimeSlots slots;

  RecentTimes(long began) {
    this.slots = new TimeSlots(SLOT, WHOLE, began, slot -> Arrays.fill(counts[slot], 0));
  }

  /**
   * The half and all but one in a hundred took no longer than this.
   *
   * @param p50 in seconds
   * @param p99 in seconds
   */
  record Quantiles(double p50, double p99) {}

  synchronized void add(long micros, long now) {
    counts[slots.at(now)][bucket(Math.max(0, micros))]++;
  }

  /** Null when there was nothing. */
  synchronized @Nullable Quantiles quantiles(long now) {
    slots.at(now);
    long[] all = new long[BUCKETS];
    for (int[] slot : counts) {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        all[bucket] += slot[bucket];
      }
    }
    long total = Arrays.stream(all).sum();
    return total == 0 ? null : new Quantiles(quantile(all, total, 0.5), quantile(all, total, 0.99));
  }

  private static double quantile(long[] counts, long total, double part) {
    long rank = (long) Math.ceil(part * total);
    int bucket = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
      bucket++;
    }
    return middle(bucket) / 1e6;
  }

  private static int bucket(long micros) {
    if (micros < 1 << EIGHTHS) {
      return (int) micros;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int eighth = (int) (micros >>> (octave - EIGHTHS)) & ((1 << EIGHTHS) - 1);
    return Math.min(BUCKETS - 1, ((octave - EIGHTHS + 1) << EIGHTHS) + eighth);
  }

  private static double middle(int bucket) {
    if (bucket < 1 << EIGHTHS) {
      return bucket;
    }
    int octave = (bucket >>> EIGHTHS) + EIGHTHS - 1;
    long width = 1L << (octave - EIGHTHS);
    long low = (1L << octave) + (bucket & ((1 << EIGHTHS) - 1)) * width;
    return low + width / 2.0;
  }
}
