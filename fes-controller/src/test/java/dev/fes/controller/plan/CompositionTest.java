package dev.fes.controller.plan;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.read;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.Outcome.Planned;
import dev.fes.controller.plan.Outcome.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompositionTest {

  @ParameterizedTest
  @EnumSource
  void aResourceChoosesItWhateverTheInstallationDoes(Composition chosen) {
    for (Composition installations : Composition.values()) {
      assertThat(plan(chosen.title(), installations).composition()).isEqualTo(chosen);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResourceThatChoosesNoneHasTheInstallations(Composition installations) {
    assertThat(plan(null, installations).composition()).isEqualTo(installations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Compact", "one-process"})
  void anythingElseIsAFindingThatNamesTheMend(String value) {
    Outcome outcome =
        StreamPlanner.withoutInstallation().plan(List.of(resource(value)), List.of()).getFirst();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.findings())
                    .containsExactly(
                        new Finding(
                            "metadata.annotations[fes.zalando.org/composition]",
                            "is neither staged nor compact: write one of them, or leave it out")));
  }

  @Test
  void itChangesNothingElseOfAPlan() {
    Plan staged = plan("staged", Composition.STAGED);
    Plan compact = plan("compact", Composition.STAGED);

    assertThat(compact.withComposition(Composition.STAGED)).isEqualTo(staged);
  }

  @Test
  void stagedIsAUnitOfEachStage() {
    Plan plan = plan("staged", Composition.STAGED);

    assertThat(plan.units(Set.of()))
        .extracting(Unit::stages)
        .containsExactlyElementsOf(plan.stages().stream().map(List::of).toList());
    assertThat(plan.units(Set.of())).extracting(Unit::name).isEqualTo(names(plan));
  }

  @Test
  void compactIsOneUnitWithANameOfItsOwn() {
    Plan plan = plan("compact", Composition.STAGED);

    assertThat(plan.units(Set.of()))
        .singleElement()
        .satisfies(unit -> assertThat(unit.stages()).isEqualTo(plan.stages()))
        .satisfies(unit -> assertThat(unit.name()).matches("x-[0-9a-f]{8}-compact"))
        .satisfies(unit -> assertThat(unit.module()).isEqualTo("fes-compact"))
        .satisfies(unit -> assertThat(unit.role()).isEqualTo(Role.SOURCE));
    assertThat(plan.withStages(_ -> false).units(Set.of())).isEmpty();
  }

  @Test
  void aHeldStageKeepsItsPlaceInTheUnitAndIsNotStarted() {
    Plan plan = plan("compact", Composition.STAGED);
    String source = plan.stages().getLast().name();

    Unit unit = plan.units(Set.of(source)).getFirst();

    assertThat(unit.stages()).isEqualTo(plan.stages());
    assertThat(unit.started()).isEqualTo(plan.stages().subList(0, plan.stages().size() - 1));
    assertThat(unit.isHeld()).isFalse();
    assertThat(plan.units(Set.copyOf(names(plan))).getFirst().isHeld()).isTrue();
  }

  private static List<String> names(Plan plan) {
    return plan.stages().stream().map(Stage::name).toList();
  }

  private static Plan plan(String chosen, Composition installations) {
    Stages stages =
        new Stages(
            installations,
            Path.of("stages"),
            Path.of("fes-work"),
            List.of(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2));
    Outcome outcome =
        StreamPlanner.of(TestInstallation.with(stages))
            .plan(List.of(resource(chosen)), List.of())
            .getFirst();
    return ((Planned) outcome).plan();
  }

  private static FabricEventStream resource(String chosen) {
    String yaml = outbox("x", "fes", stream("orders"));
    return read(
        chosen == null
            ? yaml
            : yaml.replace(
                "{name: x}",
                "{name: x, annotations: {fes.zalando.org/composition: \"" + chosen + "\"}}"));
  }
}
