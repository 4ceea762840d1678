package dev.fes.controller.reconcile;

import java.time.Duration;

/**
 * How often each resource is looked at, and how many of them at once.
 *
 * @param soon between two looks while something changes; doubled with each look that finds nothing
 *     new
 * @param late between two looks while nothing changes
 * @param drainTimeout how long a removed event stream may take to publish what it has read
 */
public record Pace(Duration soon, Duration late, int atOnce, Duration drainTimeout) {

  /** For as many resources as one machine runs. */
  public static Pace local(Duration drainTimeout) {
    return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Integer.MAX_VALUE, drainTimeout);
  }

  /** For a thousand. */
  public static Pace cluster(Duration drainTimeout) {
    return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10), 32, drainTimeout);
  }

  Duration next(Duration last, boolean changed) {
    if (changed) {
      return soon;
    }
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(late) < 0 ? twice : late;
  }
}
