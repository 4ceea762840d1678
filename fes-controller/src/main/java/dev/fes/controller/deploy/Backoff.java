package dev.fes.controller.deploy;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits that double up to a limit, with jitter, and begin anew after something ran well for a
 * while.
 */
final class Backoff {

  private final Duration first;
  private final Duration limit;
  private final Duration well;
  private int attempts;

  Backoff(Duration first, Duration limit, Duration well) {
    this.first = first;
    this.limit = limit;
    this.well = well;
  }

  Duration next(Duration ran) {
    attempts = ran.compareTo(well) >= 0 ? 1 : attempts + 1;
    long full = Math.min(limit.toMillis(), first.toMillis() << Math.min(attempts - 1, 20));
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }

  /** How often in a row it did not run well. */
  int attempts() {
    return attempts;
  }
}
