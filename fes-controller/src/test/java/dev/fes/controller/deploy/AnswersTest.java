package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final StageReport BLOCKED =
      new StageReport(
          List.of(
              new StageReport.Entry(
                  "a", StreamState.RUNNING, null, null, 0, 0, 0, 0, 0, null, null, null, null),
              new StageReport.Entry(
                  "b", StreamState.BLOCKED, "r", "e", 0, 0, 0, 0, 0, null, null, null, null)));

  private final Answers answers = new Answers(Duration.ofMinutes(1), Answers.GRACE);

  @BeforeEach
  void start() {
    answers.started(0);
  }

  @Test
  void isStartingUntilItsFirstMinuteIsOver() {
    assertThat(answers.state(true, 0, seconds(59))).isEqualTo(StreamState.STARTING);
    assertThat(answers.state(true, 0, seconds(61))).isEqualTo(StreamState.FAILED);
  }

  @Test
  void isWhatItsWorstStreamIs() {
    answers.heard(BLOCKED, seconds(5));

    assertThat(answers.state(true, 0, seconds(6))).isEqualTo(StreamState.BLOCKED);
  }

  @Test
  void isTakenAtItsLastWordForAWhile() {
    answers.heard(BLOCKED, seconds(5));

    assertThat(answers.report(true, seconds(19))).isEqualTo(BLOCKED);
    assertThat(answers.report(true, seconds(21))).isNull();
    assertThat(answers.state(true, 0, seconds(21))).isEqualTo(StreamState.RETRYING);
    assertThat(answers.state(true, 0, seconds(66))).isEqualTo(StreamState.FAILED);
  }

  @Test
  void saysNothingOnceItHasEnded() {
    answers.heard(BLOCKED, seconds(5));

    assertThat(answers.report(false, seconds(6))).isNull();
    assertThat(answers.state(false, 1, seconds(6))).isEqualTo(StreamState.RETRYING);
  }

  @Test
  void isFailedWhenItEndsAgainAndAgain() {
    assertThat(answers.state(false, 2, seconds(1))).isEqualTo(StreamState.RETRYING);
    assertThat(answers.state(true, 3, seconds(1))).isEqualTo(StreamState.FAILED);
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
