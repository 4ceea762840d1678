package dev.fes.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace =
      Pace.cluster(new Pace.Limits(Duration.ofMinutes(5), Duration.ofMinutes(2)));

  @Test
  void looksLessAndLessOftenWhileNothingChanges() {
    Duration rest = pace.soon();
    for (int look = 0; look < 3; look++) {
      rest = pace.next(rest, false);
    }
    assertThat(rest).isEqualTo(Duration.ofSeconds(8));
    assertThat(pace.next(rest, false)).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.next(Duration.ofSeconds(10), false)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void looksSoonAgainAfterAChange() {
    assertThat(pace.next(Duration.ofSeconds(10), true)).isEqualTo(Duration.ofSeconds(1));
  }
}
