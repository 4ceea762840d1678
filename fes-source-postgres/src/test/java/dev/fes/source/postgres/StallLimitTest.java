package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StallLimitTest {

  private final StallLimit limit = new StallLimit(Duration.ofSeconds(10));

  @Test
  void doublesWithEachStallInARow() {
    assertThat(limit.current()).isEqualTo(Duration.ofSeconds(60));

    limit.stalled();
    limit.stalled();

    assertThat(limit.current()).isEqualTo(Duration.ofSeconds(240));
  }

  @Test
  void growsToHoursAndNotForEver() {
    IntStream.range(0, 100).forEach(_ -> limit.stalled());

    assertThat(limit.current()).isBetween(Duration.ofHours(8), Duration.ofHours(9));
  }

  @Test
  void isTheFirstAgainOnceSomethingCame() {
    limit.stalled();

    limit.reset();

    assertThat(limit.current()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void leavesRoomForSixHeartbeats() {
    assertThat(new StallLimit(Duration.ofMinutes(1)).current()).isEqualTo(Duration.ofMinutes(6));
  }
}
