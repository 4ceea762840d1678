package dev.fes.stage;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: exponential with jitter up to a limit, and at the limit for
 * a wrong set-up.
 */
public record Backoff(Duration first, Duration limit) {

  private static final int MOST_DOUBLINGS = 20;

  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  /** The pause after the given number of failed tries in a row, 1 or more. */
  public Duration after(int failures, Failure.Kind kind) {
    return switch (kind) {
      case TRANSIENT, BAD_EVENT -> jittered(exponential(failures));
      case MISCONFIGURED -> jittered(failures == 1 ? first : limit);
    };
  }

  private long exponential(int failures) {
    long doubled = first.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
    return Math.min(doubled, limit.toNanos());
  }

  private static Duration jittered(Duration pause) {
    return jittered(pause.toNanos());
  }

  private static Duration jittered(long nanos) {
    return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
  }
}
