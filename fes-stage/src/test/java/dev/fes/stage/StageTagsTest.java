package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class StageTagsTest {

  private static final StageSettings STAGE =
      new StageSettings("shop", "team", "orders", "orders-1", "sink", null, null);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  StageTagsTest() {
    meters.config().meterFilter(new StageTags(STAGE));
  }

  @Test
  void theFiguresOfTheProcessSayWhoseTheyAre() {
    meters.gauge("jvm.threads.live", 3);
    assertThat(meters.get("jvm.threads.live").tags(StageTags.of(STAGE, "orders-1")).gauge().value())
        .isEqualTo(3);
  }

  @Test
  void theLagOfTheInputSaysWhoseItIs() {
    Gauge.builder(StageTags.LAG, () -> 7).register(meters);
    assertThat(meters.get("fes.input.lag.records").gauge().getId().getTags())
        .containsExactlyElementsOf(StageTags.of(STAGE, "orders-1"));
  }

  @Test
  void aFigureOfAnEventStreamKeepsItsStream() {
    var progress = new Streams(STAGE, meters).of("orders-2");
    assertThat(
            meters.get("fes.batch.size").tags(progress.tags()).summary().getId().getTag("stream"))
        .isEqualTo("orders-2");
  }
}
