package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageReport.Quantiles;
import dev.fes.controller.deploy.StageReport.Recent;
import dev.fes.controller.deploy.StageReport.Seen;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StageStatus.Instance;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.Manifests;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.StreamDetail.Letters;
import dev.fes.controller.reconcile.StreamDetail.Silent;
import dev.fes.controller.reconcile.StreamDetail.StageDetail;
import dev.fes.controller.reconcile.StreamDetail.StageError;
import dev.fes.controller.reconcile.StreamDetail.TopicDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetailsTest {

  private static final Instant BEFORE = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant NOW = BEFORE.plusSeconds(60);

  private final Plan plan =
      Manifests.plan(
          outbox(
              "shop",
              "fes",
              stream(
                  "orders",
                  "flow: {type: PostgresWalToGenericNakadiEvent}\n"
                      + "      recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: bad}}")));
  private final String stream = plan.streams().getFirst().name();
  private final Observation before =
      Observation.of(null, BEFORE, statuses(Role.values()), depths());

  @Test
  void takesThroughputAndLatencyOfTheWholeFromTheSink() {
    StreamDetail.Vitals vitals = new Details(before, stream).vitals();

    assertThat(vitals.perSecond()).isEqualTo(Role.SINK.ordinal());
    assertThat(vitals.latency()).isEqualTo(new Quantiles(Role.SINK.ordinal(), 9));
    assertThat(vitals.retries()).isEqualTo(4 * 5);
    assertThat(vitals.deadLetters()).isEqualTo(new Letters(7L, 10L));
    assertThat(vitals.silent()).isEmpty();
  }

  @Test
  void tellsTheTopicsInTheOrderRecordsPass() {
    assertThat(detail(before).topics())
        .extracting(TopicDetail::reader, TopicDetail::unread, TopicDetail::records)
        .containsExactly(
            tuple("flow", 7L, 10L), tuple("sink", 7L, 10L), tuple("dead-letter", 7L, 10L));
  }

  @Test
  void keepsTheFiguresOfAStageThatDoesNotAnswerAndSaysOfWhenTheyAre() {
    Observation now =
        Observation.of(before, NOW, statuses(Role.SOURCE, Role.FLOW, Role.DEAD_LETTER), depths());

    assertThat(new Details(now, stream).vitals().silent())
        .containsExactly(new Silent("sink", BEFORE));
    assertThat(new Details(now, stream).vitals().perSecond()).isEqualTo(Role.SINK.ordinal());
    assertThat(detail(now).stages())
        .filteredOn(stage -> stage.role().equals("sink"))
        .extracting(StageDetail::heard)
        .containsExactly(BEFORE);
  }

  @Test
  void callsNoStageSilentThatIsHeldOrStarting() {
    List<StageStatus> resting =
        plan.stages().stream()
            .map(
                stage ->
                    stage.role() == Role.SOURCE
                        ? StageStatus.held(stage)
                        : new StageStatus(
                            stage,
                            StreamState.STARTING,
                            null,
                            new Instance(1L, null, 0),
                            StageReport.none()))
            .toList();

    assertThat(new Details(Observation.of(null, NOW, resting, Map.of()), stream).vitals().silent())
        .isEmpty();
  }

  @Test
  void tellsOfTopicsOnlyTheirNamesWhileKafkaIsAway() {
    Observation away = Observation.of(before, NOW, statuses(Role.values()), Map.of());

    assertThat(detail(away).topics()).hasSize(3).allMatch(topic -> topic.unread() == null);
    assertThat(new Details(away, stream).vitals().deadLetters()).isEqualTo(new Letters(null, null));
  }

  @Test
  void tellsTheErrorsOfAllStagesTheLatestFirst() {
    assertThat(detail(before).errors())
        .extracting(StageError::stage)
        .containsExactly("source", "flow", "sink", "dead-letter");
  }

  @Test
  void tellsTheSettingsOfEachStageWithoutWhatIsSecret() {
    assertThat(detail(before).stages())
        .allSatisfy(
            stage ->
                assertThat(stage.settings())
                    .containsEntry("fes.stage.resource", "shop")
                    .doesNotContainKey("fes.source.password"));
  }

  private StreamDetail detail(Observation observation) {
    return new Details(observation, stream).of(new History(), stream);
  }

  private List<StageStatus> statuses(Role... answering) {
    return plan.stages().stream()
        .map(
            stage ->
                new StageStatus(
                    stage,
                    StreamState.RUNNING,
                    null,
                    new Instance(1L, 8080, 0),
                    List.of(answering).contains(stage.role()) ? report(stage) : StageReport.none()))
        .toList();
  }

  /** Each role has figures of its own. */
  private StageReport report(Stage stage) {
    int number = stage.role().ordinal();
    Seen seen = new Seen(BEFORE, BEFORE.plusSeconds(number), 1, "reason", "words");
    return new StageReport(
        List.of(
            new StageReport.Entry(
                stream,
                StreamState.RUNNING,
                null,
                null,
                1,
                0,
                0,
                0,
                0,
                null,
                null,
                List.of(),
                null,
                new Recent(number, new Quantiles(number, 9), null, 5, List.of(seen)))));
  }

  private Map<Input, Depth> depths() {
    return plan.stages().stream()
        .flatMap(stage -> Stream.ofNullable(stage.wiring().input()))
        .collect(Collectors.toMap(input -> input, _ -> new Depth(7, 10)));
  }
}
