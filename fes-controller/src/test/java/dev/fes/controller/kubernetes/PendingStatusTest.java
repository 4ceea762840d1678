package dev.fes.controller.kubernetes;

import static dev.fes.controller.kubernetes.TestStatus.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PendingStatusTest {

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final PendingStatus pending = new PendingStatus(status(StreamState.STARTING, 0), now);

  @Test
  void writesTheFirstAndEachNewStateAtOnce() {
    assertThat(isWritten()).isTrue();
    pending.offer(status(StreamState.RUNNING, 0));
    assertThat(isWritten()).isTrue();
  }

  @Test
  void writesNothingWhileNothingChanges() {
    isWritten();
    after(Duration.ofHours(1));
    pending.offer(status(StreamState.STARTING, 0));

    assertThat(isWritten()).isFalse();
  }

  @Test
  void writesCountsNowAndThen() {
    isWritten();
    pending.offer(status(StreamState.STARTING, 5));
    assertThat(isWritten()).isFalse();

    after(PendingStatus.NOW_AND_THEN);
    assertThat(isWritten()).isTrue();
  }

  @Test
  void writesAFewTimesAMinuteWhateverHappensAndTheLastAlways() {
    int written = 0;
    for (int second = 0; second < 300; second++) {
      pending.offer(status(second % 2 == 0 ? StreamState.RUNNING : StreamState.RETRYING, second));
      written += isWritten() ? 1 : 0;
      after(Duration.ofSeconds(1));
    }
    assertThat(written).isBetween(10, 20);

    ResourceStatus last = status(StreamState.BLOCKED, 301);
    pending.offer(last);
    after(Duration.ofSeconds(20));
    assertThat(pending.isDue(now)).isTrue();
    assertThat(pending.begin()).isEqualTo(last);
  }

  @Test
  void triesAgainLaterAndLater() {
    assertThat(pending.isDue(now)).isTrue();
    assertThat(pending.failed(now)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pending.isDue(now)).isFalse();

    after(Duration.ofSeconds(1));
    assertThat(pending.isDue(now)).isTrue();
    assertThat(pending.failed(now)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void isWrittenByOneAtATime() {
    assertThat(pending.isDue(now)).isTrue();
    pending.offer(status(StreamState.RUNNING, 0));

    assertThat(pending.isDue(now)).isFalse();
  }

  @Test
  void knowsWordsThatAreThereAlready() {
    assertThat(pending.isNew("{}")).isTrue();
    pending.isDue(now);
    pending.written("{}", now);

    assertThat(pending.isNew("{}")).isFalse();
  }

  private boolean isWritten() {
    boolean due = pending.isDue(now);
    if (due) {
      pending.written(pending.begin().toString(), now);
    }
    return due;
  }

  private void after(Duration time) {
    now = now.plus(time);
  }
}
