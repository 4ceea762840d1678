package dev.fes.controller.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a setting of the installation may say; the words name the key and the mend. */
final class Limits {

  private Limits() {}

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static void required(String key, @Nullable Object value, String mend) {
    require(value != null, key + " is missing: " + mend);
  }

  static void positive(String key, @Nullable Duration value) {
    require(
        value == null || value.isPositive(),
        key + " is " + value + ": give it a length, such as 10s, or leave it out");
  }

  static void notNegative(String key, Duration value) {
    require(!value.isNegative(), key + " is " + value + ": use 0s or more");
  }

  static void atLeastOne(String key, @Nullable Number value) {
    require(value == null || value.longValue() >= 1, key + " is " + value + ": use 1 or more");
  }
}
