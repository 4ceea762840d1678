package dev.fes.controller.deploy;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Composition;
import dev.fes.controller.plan.Manifests;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every deployer does; a new one extends this. */
abstract class DeployerContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A fresh deployer whose stages are {@link FakeStage}s; closed by the subclass. */
  abstract Deployer deployer();

  /** Ends an instance as a crash would. */
  abstract void crash(StageStatus stage);

  /** The stages in the order they were told to end. */
  abstract List<String> ends();

  /** The stages in the order they were started. */
  abstract List<String> starts(List<StageStatus> stages);

  /** Where the resources of these tests are. */
  String namespace() {
    return "default";
  }

  final Plan small = planned(stream("orders", ""));

  final Plan compact = small.withComposition(Composition.COMPACT);

  final Plan planned(String stream) {
    return plan(
        outbox("x", "fes", stream)
            .replace("{name: x}", "{name: x, namespace: " + namespace() + "}"));
  }

  @Test
  void runsAllStagesOfAPlan() {
    deployer().apply(small);

    assertThat(running(small)).extracting(StageStatus::stage).isEqualTo(small.stages());
  }

  @Test
  void startsReadersBeforeWriters() {
    deployer().apply(small);

    assertThat(starts(running(small))).containsExactlyElementsOf(names(small.stages()));
  }

  @Test
  void reportsWhatStagesSay() {
    deployer().apply(small);

    assertThat(running(small).getFirst().report().streams())
        .singleElement()
        .satisfies(entry -> assertThat(entry.published()).isEqualTo(7));
  }

  @Test
  void changesNothingWhenAppliedTwice() {
    deployer().apply(small);
    List<StageStatus> before = running(small);

    deployer().apply(small);

    assertThat(running(small)).isEqualTo(before);
    assertThat(ends()).isEmpty();
  }

  @Test
  void restartsExactlyTheStageWhoseSettingsChanged() {
    deployer().apply(small);
    List<StageStatus> before = running(small);
    Plan changed = planned(stream("orders", "recovery: {type: Ignore}"));

    deployer().apply(changed);

    List<StageStatus> after = running(changed);
    assertThat(ends()).containsExactlyElementsOf(names(stages(changed, Role.SINK)));
    assertThat(without(after, Role.SINK)).isEqualTo(without(before, Role.SINK));
  }

  @Test
  void stopsStagesThatAPlanNoLongerHas() {
    deployer().apply(small);
    running(small);

    deployer().apply(small.withStages(stage -> stage.role() != Role.SOURCE));

    assertThat(ends()).containsExactlyElementsOf(names(stages(small, Role.SOURCE)));
    assertThat(deployer().status(small.key())).hasSize(1);
  }

  @Test
  void holdsAStageInItsPlaceAndStartsItAgain() {
    deployer().apply(small);
    List<StageStatus> before = running(small);
    List<String> sources = names(stages(small, Role.SOURCE));

    deployer().apply(small, Set.copyOf(sources));

    assertThat(ends()).containsExactlyElementsOf(sources);
    assertThat(deployer().status(small.key()))
        .extracting(StageStatus::stage)
        .isEqualTo(small.stages());
    assertThat(deployer().status(small.key()).getLast().state()).isEqualTo(StreamState.PAUSED);
    deployer().apply(small);
    assertThat(without(running(small), Role.SOURCE)).isEqualTo(without(before, Role.SOURCE));
  }

  @Test
  void stopsWritersBeforeReaders() {
    deployer().apply(small);
    running(small);

    deployer().remove(small.key());

    assertThat(ends()).containsExactlyElementsOf(names(small.stages()).reversed());
    assertThat(deployer().status(small.key())).isEmpty();
  }

  @Test
  void releasesASourceThatDoesNotRunAnyMore() {
    deployer().apply(small);
    running(small);
    deployer().apply(small.withStages(stage -> stage.role() != Role.SOURCE));

    Stage source = stages(small, Role.SOURCE).getFirst();

    assertThat(released(source, Release.Progress.DONE).words()).isEqualTo("the slot is dropped");
  }

  @Test
  void releasesWhatItNeverRan() {
    Stage source = stages(small, Role.SOURCE).getFirst();

    assertThat(released(source, Release.Progress.DONE).words()).isEqualTo("the slot is dropped");
  }

  @Test
  void leavesALeaseTableToTheTeamThatNamedIt() {
    Plan dynamo = plan(Manifests.text("/manifests/dynamodb-lambda-to-sqs-fifo.yaml"));

    Release release = deployer().release(dynamo.key(), dynamo.stages().getLast());

    assertThat(release.progress()).isEqualTo(Release.Progress.DONE);
    assertThat(release.words()).startsWith("lease table ").contains("stays");
  }

  final Release released(Stage source, Release.Progress progress) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> deployer().release(small.key(), source),
            release -> release.progress() == progress);
  }

  @Test
  void removesWhatIsNotThereWithoutComplaint() {
    deployer().remove(new ResourceKey("default", "nobody"));

    assertThat(deployer().status(new ResourceKey("default", "nobody"))).isEmpty();
  }

  @Test
  void bringsBackAStageThatCrashed() {
    deployer().apply(small);
    StageStatus victim = running(small).getFirst();

    crash(victim);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(deployer().status(small.key()).getFirst())
                    .satisfies(stage -> assertThat(stage.state()).isEqualTo(StreamState.RUNNING))
                    .satisfies(stage -> assertThat(stage.instance().restarts()).isEqualTo(1)));
  }

  @Test
  void runsACompactPlanAsOne() {
    deployer().apply(compact);

    List<StageStatus> stages = running(compact);
    assertThat(stages).extracting(StageStatus::stage).isEqualTo(small.stages());
    assertThat(stages)
        .allSatisfy(stage -> assertThat(stage.report().streams()).hasSize(1))
        .extracting(stage -> stage.instance().path())
        .containsExactlyElementsOf(names(small.stages()).stream().map("/"::concat).toList());
    assertThat(stages.stream().map(DeployerContract::place).distinct()).hasSize(1);
  }

  @Test
  void changesNothingWhenACompactPlanIsAppliedTwice() {
    deployer().apply(compact);
    List<StageStatus> before = running(compact);

    deployer().apply(compact);

    assertThat(running(compact)).isEqualTo(before);
    assertThat(ends()).isEmpty();
  }

  @Test
  void restartsACompactPlanAsAWholeWhenOneStageChanges() {
    deployer().apply(compact);
    running(compact);
    Plan changed =
        planned(stream("orders", "recovery: {type: Ignore}")).withComposition(Composition.COMPACT);

    deployer().apply(changed);

    running(changed);
    assertThat(ends()).containsExactly(unit(compact));
  }

  @Test
  void movesFromOneCompositionToTheOtherAndBack() {
    deployer().apply(small);
    running(small);

    deployer().apply(compact);
    running(compact);
    assertThat(ends()).containsExactlyElementsOf(names(small.stages()).reversed());

    deployer().apply(small);
    running(small);
    assertThat(ends()).endsWith(unit(compact));
  }

  @Test
  void holdsAStageOfACompactPlanWhileTheOthersRun() {
    deployer().apply(compact);
    running(compact);

    deployer().apply(compact, Set.copyOf(names(stages(small, Role.SOURCE))));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(deployer().status(compact.key()))
                    .extracting(StageStatus::state)
                    .containsExactly(StreamState.RUNNING, StreamState.PAUSED));
    assertThat(ends()).containsExactly(unit(compact));
  }

  @Test
  void removesACompactPlan() {
    deployer().apply(compact);
    running(compact);

    deployer().remove(compact.key());

    assertThat(ends()).containsExactly(unit(compact));
    assertThat(deployer().status(compact.key())).isEmpty();
  }

  private static String unit(Plan plan) {
    return plan.units(Set.of()).getFirst().name();
  }

  private static String place(StageStatus stage) {
    return stage.instance().pid() + "/" + stage.instance().pod();
  }

  final List<StageStatus> running(Plan plan) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> deployer().status(plan.key()),
            stages ->
                stages.size() == plan.stages().size()
                    && stages.stream().allMatch(stage -> stage.state() == StreamState.RUNNING));
  }

  static List<String> names(List<Stage> stages) {
    return stages.stream().map(Stage::name).toList();
  }

  private static List<Stage> stages(Plan plan, Role role) {
    return plan.stages().stream().filter(stage -> stage.role() == role).toList();
  }

  private static List<StageStatus> without(List<StageStatus> stages, Role role) {
    Predicate<StageStatus> other = stage -> stage.stage().role() != role;
    return stages.stream().filter(other).toList();
  }
}
