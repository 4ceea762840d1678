package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageLivenessTest {

  private static final StageReport BLOCKED =
      new StageReport(
          List.of(
              entry("a", StreamState.RUNNING, null, null),
              entry("b", StreamState.BLOCKED, "r", "e")));

  private final StageLiveness liveness =
      new StageLiveness(Duration.ofMinutes(1), StageLiveness.GRACE);

  @BeforeEach
  void start() {
    liveness.started(0);
  }

  @Test
  void isStartingUntilItsFirstMinuteIsOver() {
    assertThat(liveness.state(true, 0, seconds(59))).isEqualTo(StreamState.STARTING);
    assertThat(liveness.state(true, 0, seconds(61))).isEqualTo(StreamState.FAILED);
  }

  @Test
  void isWhatItsWorstStreamIs() {
    liveness.heard(BLOCKED, seconds(5));

    assertThat(liveness.state(true, 0, seconds(6))).isEqualTo(StreamState.BLOCKED);
  }

  @Test
  void isTakenAtItsLastWordForAWhile() {
    liveness.heard(BLOCKED, seconds(5));

    assertThat(liveness.report(true, seconds(19))).isEqualTo(BLOCKED);
    assertThat(liveness.report(true, seconds(21))).isNull();
    assertThat(liveness.state(true, 0, seconds(21))).isEqualTo(StreamState.RETRYING);
    assertThat(liveness.state(true, 0, seconds(66))).isEqualTo(StreamState.FAILED);
  }

  @Test
  void saysNothingOnceItHasEnded() {
    liveness.heard(BLOCKED, seconds(5));

    assertThat(liveness.report(false, seconds(6))).isNull();
    assertThat(liveness.state(false, 1, seconds(6))).isEqualTo(StreamState.RETRYING);
  }

  @Test
  void isFailedWhenItEndsAgainAndAgain() {
    assertThat(liveness.state(false, 2, seconds(1))).isEqualTo(StreamState.RETRYING);
    assertThat(liveness.state(true, 3, seconds(1))).isEqualTo(StreamState.FAILED);
  }

  private static StageReport.Entry entry(
      String stream, StreamState state, String reason, String error) {
    return new StageReport.Entry(
        stream, state, reason, error, 0, 0, 0, 0, 0, null, null, List.of(), null, null);
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
