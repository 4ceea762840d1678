package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PausesTest {

  private static final String LETTERS =
      """
      recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q}}""";

  private final Plan plan = plan(outbox("x", "fes", stream("a", LETTERS), stream("b")));

  @Test
  void aPausedResourceRestsItsSourcesOnly() {
    assertThat(held(Map.of("fes.zalando.org/paused", "true"))).containsExactly("source");
  }

  @Test
  void aPausedStreamRestsWhatIsItsOwnButItsDeadLetters() {
    String b = plan.streams().getLast().name();

    assertThat(held(Map.of("fes.zalando.org/paused-streams", b)))
        .containsExactlyInAnyOrder("sink", "flow");
    assertThat(held(Map.of("fes.zalando.org/paused-streams", plan.streams().getFirst().name())))
        .containsExactly("sink");
  }

  @Test
  void aPausedStageRestsAlone() {
    String stage = plan.stages().getFirst().name();

    assertThat(held(Map.of("fes.zalando.org/paused-stages", stage + " , other")))
        .containsExactly("dead-letter");
  }

  @Test
  void whatLeavesFinishesWhetherItIsPausedOrNot() {
    Stage sink =
        plan.stages().stream()
            .filter(s -> s.role().title().equals("sink"))
            .findFirst()
            .orElseThrow();
    Plan without = plan.withStages(stage -> !stage.equals(sink));
    Pauses pauses = Pauses.of(Map.of("fes.zalando.org/paused-stages", sink.name()));

    assertThat(new Run(plan, pauses, Skips.NOTHING).holds(sink)).isTrue();
    assertThat(new Run(without, pauses, Skips.NOTHING).holds(sink)).isFalse();
  }

  private List<String> held(Map<String, String> annotations) {
    Run run = new Run(plan, Pauses.of(annotations), Skips.NOTHING);
    return plan.stages().stream().filter(run::holds).map(stage -> stage.role().title()).toList();
  }
}
