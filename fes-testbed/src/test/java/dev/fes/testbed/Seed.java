package dev.fes.testbed;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Where a matrix takes its choices from: printed, and repeated with {@code -Dfes.seed}. */
record Seed(long value) {

  private static final int MOST = 1_000_000;

  static Seed of(String matrix) {
    Long given = Long.getLong("fes.seed");
    long value = given != null ? given : ThreadLocalRandom.current().nextInt(MOST);
    System.out.printf("%s: seed %d; -Dfes.seed=%d repeats its choices%n", matrix, value, value);
    return new Seed(value);
  }

  /** The same for the same part of a matrix, whatever runs beside it. */
  Random random(String part) {
    return new Random(value * 31 + part.hashCode());
  }
}
