package dev.fes.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static final String SINK =
      """
      # HELP fes_events_total events
      # TYPE fes_events_total counter
      fes_events_total{stage="sink",stream="a b"} 7.0
      # HELP jvm_threads_live threads
      # TYPE jvm_threads_live gauge
      jvm_threads_live 40.0
      """;

  private static final String FLOW =
      """
      # HELP jvm_threads_live threads
      # TYPE jvm_threads_live gauge
      jvm_threads_live 41.0
      # HELP fes_events_total events
      # TYPE fes_events_total counter
      fes_events_total{stage="flow",stream="a b"} 9.0
      """;

  @Test
  void tellsEachNameOnceWithTheSeriesOfAllStages() {
    assertThat(Exposition.merged(List.of(SINK, FLOW)))
        .isEqualTo(
            """
            # HELP fes_events_total events
            # TYPE fes_events_total counter
            fes_events_total{stage="sink",stream="a b"} 7.0
            fes_events_total{stage="flow",stream="a b"} 9.0
            # HELP jvm_threads_live threads
            # TYPE jvm_threads_live gauge
            jvm_threads_live 40.0
            """);
  }

  @Test
  void isOneStagesOwnWhereThereIsNoOther() {
    assertThat(Exposition.merged(List.of(SINK))).isEqualTo(SINK);
  }

  @Test
  void isNothingWhereNoStageRuns() {
    assertThat(Exposition.merged(List.of("", ""))).isEmpty();
  }
}
