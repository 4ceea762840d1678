package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.StageReport.Quantiles;
import dev.fes.controller.deploy.StageReport.Recent;
import dev.fes.controller.deploy.StageReport.Seen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StageReportTest {

  /** Stages tell this very shape: see their RecentTest. */
  private static final String RECENT =
      """
      {"perSecond": 2.0, "latency": {"p50": 0.0, "p99": 0.0},
       "work": {"p50": 4.0E-6, "p99": 4.0E-6}, "retries": 0,
       "errors": [{"first": "2026-11-27T12:00:00Z", "last": "2026-11-27T12:00:00Z",
                   "times": 1, "reason": "connection", "error": "refused"}]}""";

  @Test
  void readsWhatStagesTellOfTheLastMinutes() {
    Instant time = Instant.parse("2026-11-27T12:00:00Z");

    assertThat(JsonMapper.shared().readValue(RECENT, Recent.class))
        .isEqualTo(
            new Recent(
                2,
                new Quantiles(0, 0),
                new Quantiles(4e-6, 4e-6),
                0,
                List.of(new Seen(time, time, 1, "connection", "refused"))));
  }

  @Test
  void readsAStageThatTellsNoMoreThanItsCounts() {
    StageReport report =
        JsonMapper.shared()
            .readValue(
                """
                {"streams": [{"stream": "orders", "state": "Running", "published": 7, "filtered": 0,
                              "ignored": 0, "deadLettered": 0, "deadLetterRefused": 0}]}""",
                StageReport.class);

    assertThat(report.streams())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.published()).isEqualTo(7);
              assertThat(entry.recent()).isNull();
            });
  }
}
