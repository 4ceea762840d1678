package dev.fes.controller.reconcile;

import java.time.Duration;

/**
 * How often each resource is looked at, and how many of them at once.
 *
 * @param soon between two looks while something changes; doubled with each look that finds nothing
 *     new
 * @param late between two looks while nothing changes
 */
public record Pace(Duration soon, Duration late, int atOnce, Limits limits) {

  /**
   * How long what leaves may take.
   *
   * @param drain of an event stream to publish what it has read
   * @param release of a reader until what FES made at its source is dropped
   */
  public record Limits(Duration drain, Duration release) {}

  /** For as many resources as one machine runs. */
  public static Pace local(Limits limits) {
    return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Integer.MAX_VALUE, limits);
  }

  /** For a thousand. */
  public static Pace cluster(Limits limits) {
    return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10), 32, limits);
  }

  Duration next(Duration last, boolean changed) {
    if (changed) {
      return soon;
    }
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(late) < 0 ? twice : late;
  }
}
