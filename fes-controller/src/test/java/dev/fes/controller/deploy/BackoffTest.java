package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

  @Test
  void doublesUpToItsLimitWithJitter() {
    for (long full = 1_000; full <= 64_000; full *= 2) {
      assertThat(backoff.next(SHORT).toMillis())
          .isBetween(Math.min(full, 30_000) / 2, Math.min(full, 30_000));
    }
  }

  @Test
  void beginsAnewAfterARunThatWentWell() {
    backoff.next(SHORT);
    backoff.next(SHORT);

    assertThat(backoff.next(Duration.ofMinutes(1))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.attempts()).isEqualTo(1);
  }

  @Test
  void staysAtItsLimitForEver() {
    for (int i = 0; i < 100; i++) {
      backoff.next(SHORT);
    }

    assertThat(backoff.next(SHORT)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }
}
