package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.MetricList.Metric;
import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What running stages and the controller tell of themselves is what docs/telemetry.md lists. */
@ExtendWith(RunningFes.class)
class TelemetryIT {

  private static final Duration LOOK = Duration.ofSeconds(30);

  /** There only once something went wrong. */
  private static final String RETRIES = "fes_retries_total";

  private final House house;
  private final MetricList list = MetricList.read();

  TelemetryIT(House house) {
    this.house = house;
  }

  @Test
  void everyStageHasTheFiguresOfTheListWithTheirTags() throws IOException, InterruptedException {
    List<LiveStage> stages = LiveStage.all(house.fes());
    assertThat(stages)
        .extracting(LiveStage::app)
        .contains(
            "fes-source-postgres",
            "fes-source-dynamodb",
            "fes-flow-functions",
            "fes-sink-nakadi",
            "fes-sink-sqs");
    assertThat(stages)
        .extracting(LiveStage::role)
        .contains("source", "flow", "sink", "dead-letter");
    byProcess(stages)
        .forEach(
            (port, process) ->
                // the lag of an input is there from the first measurement on
                await().atMost(LOOK).untilAsserted(() -> assertAgrees(process, Scrape.of(port))));
  }

  @Test
  void theFiguresOfTheJvmSayWhoseTheyAre() throws IOException, InterruptedException {
    for (List<LiveStage> process : byProcess(LiveStage.all(house.fes())).values()) {
      Scrape scrape = Scrape.of(process.getFirst().port());
      assertThat(scrape.tags("jvm_memory_used_bytes")).containsAll(MetricList.OF_ALL);
      assertThat(scrape.values("stage"))
          .containsExactlyInAnyOrderElementsOf(
              process.stream().map(LiveStage::role).distinct().toList());
    }
  }

  @Test
  void theControllerHasTheFiguresOfTheListWithTheirTags() {
    await()
        .atMost(LOOK)
        .untilAsserted(
            () -> {
              Scrape scrape = Scrape.of(house.fes().address().getPort());
              assertThat(ours(scrape)).isSubsetOf(names(list.controller()));
              list.controller().stream()
                  .filter(metric -> !metric.name().equals("fes_buffer_records"))
                  .forEach(metric -> assertTags(scrape, metric));
            });
  }

  private static Map<Integer, List<LiveStage>> byProcess(List<LiveStage> stages) {
    return stages.stream().collect(Collectors.groupingBy(LiveStage::port));
  }

  private void assertAgrees(List<LiveStage> process, Scrape scrape) {
    List<Metric> expected =
        list.stages().stream()
            .filter(metric -> process.stream().anyMatch(one -> metric.isIn(one.role(), one.app())))
            .toList();
    Set<String> there = ours(scrape);
    assertThat(there).as(process.toString()).isSubsetOf(names(expected));
    expected.stream()
        .filter(metric -> !metric.name().equals(RETRIES) || there.contains(RETRIES))
        .forEach(metric -> assertTags(scrape, metric));
  }

  private static void assertTags(Scrape scrape, Metric metric) {
    assertThat(scrape.types()).containsEntry(metric.name(), metric.type());
    assertThat(scrape.tags(metric.name())).as(metric.name()).isEqualTo(metric.tags());
  }

  /** Beside each histogram and summary is a gauge with the largest. */
  private static Set<String> ours(Scrape scrape) {
    Map<String, String> types = new TreeMap<>(scrape.types());
    scrape.types().keySet().forEach(name -> types.remove(name + "_max"));
    return types.keySet().stream()
        .filter(name -> name.startsWith("fes_"))
        .collect(Collectors.toSet());
  }

  private static List<String> names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).toList();
  }
}
