package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RecentTest {

  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  private long nanos = 17;
  private final Recent recent =
      new Recent(() -> nanos, () -> START.plusNanos(nanos).minusNanos(17));

  @Test
  void knowsNothingAtFirst() {
    Recent.Report report = recent.report();

    assertThat(report.perSecond()).isZero();
    assertThat(report.latency()).isNull();
    assertThat(report.work()).isNull();
    assertThat(report.errors()).isEmpty();
  }

  @Test
  void countsASecondOverTheLastMinute() {
    for (int second = 0; second < 600; second++) {
      publishes(second < 500 ? 100 : 40, 1000);
      after(Duration.ofSeconds(1));
    }

    assertThat(recent.report().perSecond()).isCloseTo(40, within(1.0));
  }

  @Test
  void countsOverTheTimeThereWasWhenItHasJustBegun() {
    publishes(30, 1000);
    after(Duration.ofSeconds(3));

    assertThat(recent.report().perSecond()).isEqualTo(10);
  }

  @Test
  void forgetsWhatIsTooLongAgo() {
    publishes(30, 1000);
    after(Duration.ofHours(3));

    assertThat(recent.report().perSecond()).isZero();
    assertThat(recent.report().latency()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 9, 250, 1_000, 41_000, 999_999, 61_000_000, 3_600_000_000L})
  void tellsALatencyToAFewHundredths(long micros) {
    publishes(1, micros);

    assertThat(recent.report().latency().p50() * 1e6)
        .isCloseTo(micros, Percentage.withPercentage(7));
  }

  @Test
  void tellsHalfAndAllButOneInAHundred() {
    publishes(985, 10_000);
    publishes(15, 2_000_000);

    RecentTimes.Quantiles latency = recent.report().latency();
    assertThat(latency.p50()).isCloseTo(0.01, Percentage.withPercentage(7));
    assertThat(latency.p99()).isCloseTo(2, Percentage.withPercentage(7));
  }

  @Test
  void tellsTheTimeOfABatchInTheStage() {
    recent.worked(Duration.ofMillis(20));

    assertThat(recent.report().work().p99()).isCloseTo(0.02, Percentage.withPercentage(7));
  }

  @Test
  void takesTheLongestTimesThereAre() {
    publishes(1, Long.MAX_VALUE);

    assertThat(recent.report().latency().p99()).isGreaterThan(TimeUnit.HOURS.toSeconds(18));
  }

  @Test
  void keepsAFewDifferentErrorsTheLatestFirst() {
    for (int i = 0; i < 20; i++) {
      recent.failed(Failure.transientFailure("connection", "refused " + i));
    }
    recent.failed(Failure.transientFailure("connection", "refused 18"));

    assertThat(recent.report().errors())
        .extracting(RecentErrors.Seen::error)
        .containsExactly("refused 18", "refused 19", "refused 17", "refused 16", "refused 15");
  }

  @Test
  void countsHowOftenAnErrorWasMetAndSinceWhen() {
    Failure failure = Failure.transientFailure("connection", "refused");
    recent.failed(failure);
    after(Duration.ofSeconds(30));
    recent.failed(failure);
    recent.retried();

    assertThat(recent.report().errors())
        .containsExactly(
            new RecentErrors.Seen(START, START.plusSeconds(30), 2, "connection", "refused"));
    assertThat(recent.report().retries()).isEqualTo(1);
  }

  @Test
  void cutsAnErrorThatIsTooLong() {
    recent.failed(Failure.badEvent("refused", "x".repeat(5000)));
    recent.failed(Failure.badEvent("refused", "x".repeat(5000)));

    assertThat(recent.report().errors())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.error()).hasSize(2000).endsWith("…");
              assertThat(seen.times()).isEqualTo(2);
            });
  }

  /** The controller reads this very shape: see its StageReportTest. */
  @Test
  void isToldInTheShapeThatTheControllerReads() {
    publishes(2, 0);
    recent.worked(Duration.ofNanos(4_000));
    recent.failed(Failure.transientFailure("connection", "refused"));

    assertThat(JsonMapper.shared().valueToTree(recent.report()).toString())
        .isEqualTo(
            "{\"perSecond\":2.0,\"latency\":{\"p50\":0.0,\"p99\":0.0},"
                + "\"work\":{\"p50\":4.0E-6,\"p99\":4.0E-6},\"retries\":0,"
                + "\"errors\":[{\"first\":\"2026-11-27T12:00:00Z\",\"last\":\"2026-11-27T12:00:00Z\","
                + "\"times\":1,\"reason\":\"connection\",\"error\":\"refused\"}]}");
  }

  private void publishes(int events, long latencyMicros) {
    for (int i = 0; i < events; i++) {
      recent.published(latencyMicros);
    }
  }

  private void after(Duration time) {
    nanos += time.toNanos();
  }
}
