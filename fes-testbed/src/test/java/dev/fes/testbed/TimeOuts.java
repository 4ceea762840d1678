package dev.fes.testbed;

import java.time.Duration;
import java.util.List;

/** One length for every time-out that a user can set, or all as they are by default. */
record TimeOuts(Duration each) {

  static final TimeOuts DEFAULT = new TimeOuts(Duration.ZERO);

  static TimeOuts of(Duration each) {
    return new TimeOuts(each);
  }

  boolean areDefault() {
    return each.isZero();
  }

  /** Of Kafka's clients. */
  String kafka() {
    return areDefault()
        ? ""
        : String.join(
            ", ",
            List.of(
                "request.timeout.ms: " + each.toMillis(),
                "default.api.timeout.ms: " + each.toMillis(),
                "socket.connection.setup.timeout.ms: " + each.toMillis(),
                "socket.connection.setup.timeout.max.ms: " + each.toMillis()));
  }

  /** Of Postgres' driver. */
  String postgres() {
    return areDefault()
        ? ""
        : "connectTimeout: %1$d, socketTimeout: %1$d".formatted(each.toSeconds());
  }

  String nakadi() {
    return settings("connect-timeout", "read-timeout");
  }

  String aws() {
    return settings("connect-timeout", "call-timeout");
  }

  private String settings(String... keys) {
    StringBuilder settings = new StringBuilder();
    if (!areDefault()) {
      for (String key : keys) {
        settings.append(", ").append(key).append(": ").append(each.toMillis()).append("ms");
      }
    }
    return settings.toString();
  }
}
