package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  @Test
  void doublesWithJitterUpToItsLimit() {
    assertThat(backoff.after(1, Kind.TRANSIENT))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(backoff.after(4, Kind.TRANSIENT))
        .isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    assertThat(backoff.after(1_000_000, Kind.TRANSIENT))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  @Test
  void aWrongSetUpIsTriedAgainAtTheSlowEnd() {
    assertThat(backoff.after(2, Kind.MISCONFIGURED))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }
}
