package dev.fes.controller.kubernetes;

import java.time.Duration;
import java.time.Instant;

/** So many at once, and then one in each interval. */
final class Bucket {

  private final int size;
  private final Duration interval;
  private double left;
  private Instant filled;

  Bucket(int size, Duration interval, Instant now) {
    this.size = size;
    this.interval = interval;
    this.left = size;
    this.filled = now;
  }

  boolean take(Instant now) {
    double more = (double) Duration.between(filled, now).toMillis() / interval.toMillis();
    left = Math.min(size, left + Math.max(0, more));
    filled = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
