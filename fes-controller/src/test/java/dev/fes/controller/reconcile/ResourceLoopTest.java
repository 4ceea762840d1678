package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static dev.fes.controller.reconcile.Wishes.gone;
import static dev.fes.controller.reconcile.Wishes.invalid;
import static dev.fes.controller.reconcile.Wishes.notAllowed;
import static dev.fes.controller.reconcile.Wishes.paused;
import static dev.fes.controller.reconcile.Wishes.running;
import static dev.fes.controller.reconcile.Wishes.runningSkippingDrain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Release;
import dev.fes.controller.deploy.Release.Progress;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.reconcile.Condition.Type;
import dev.fes.controller.reconcile.Desired.Gone;
import dev.fes.controller.reconcile.Desired.Keep;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import dev.fes.controller.reconcile.ResourceLoop.Wanted;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceLoopTest {

  private static final long GENERATION = 7;
  private static final ResourceKey KEY = new ResourceKey("default", "x");
  private static final Plan ONE = plan(outbox("x", "fes", stream("a")));
  private static final Plan TWO = plan(outbox("x", "fes", stream("a"), stream("b")));

  @TempDir Path directory;

  private final MemoryDeployer deployer = new MemoryDeployer();
  private final MemoryTopics topics = new MemoryTopics();
  private final TestClock clock = new TestClock();
  private final MemoryHold hold = new MemoryHold();
  private final List<ResourceStatus> reported = new ArrayList<>();
  private final Reports reports =
      new Reports() {

        @Override
        public void report(ResourceStatus before, ResourceStatus now) {
          reported.add(now);
        }

        @Override
        public void gone(ResourceKey key) {
          reported.clear();
        }
      };
  private final AtomicInteger freed = new AtomicInteger();
  private final ReleaseClaims releaseClaims = new ReleaseClaims(freed::incrementAndGet);
  private PlanFiles memory;
  private ResourceLoop loop;

  @BeforeEach
  void start() {
    memory = new PlanFiles(directory);
    loop = loop(Transition.nothing(KEY), running(TWO));
  }

  @Test
  void makesTopicsBeforeItDeploys() {
    topics.away = true;
    loop.step();
    assertThat(deployer.applied).isEmpty();

    topics.away = false;
    loop.step();
    assertThat(deployer.applied).containsExactly(TWO);
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(TWO));
  }

  @Test
  void saysThatKafkaIsAwayAndTriesAgain() {
    topics.away = true;
    loop.step();

    assertThat(condition(Type.DEPLOYED))
        .satisfies(c -> assertThat(c.status()).isFalse())
        .satisfies(c -> assertThat(c.reason()).isEqualTo("KafkaUnavailable"))
        .satisfies(c -> assertThat(c.message()).isEqualTo("cannot reach kafka.example:9092"));
  }

  @Test
  void letsStagesRunWhileKafkaIsAway() {
    loop.step();
    topics.away = true;
    loop.step();

    assertThat(deployer.plan(KEY)).contains(TWO);
    assertThat(condition(Type.DEPLOYED).status()).isTrue();
  }

  @Test
  void appliesAPlanOnce() {
    loop.step();
    loop.step();

    assertThat(deployer.applied).hasSize(1);
  }

  @Test
  void isReadyWhenAllEventStreamsRun() {
    loop.step();

    assertThat(loop.status().conditions()).allMatch(Condition::status);
  }

  @Test
  void keepsWhatRunsWhenTheManifestBecomesInvalid() {
    loop.step();
    List<Finding> findings = List.of(new Finding("spec", "is wrong: mend it"));
    want(new Keep(false, "Invalid", findings, true, Pauses.NONE));
    loop.step();

    assertThat(deployer.plan(KEY)).contains(TWO);
    assertThat(condition(Type.VALID).message()).isEqualTo("spec: is wrong: mend it");
    assertThat(condition(Type.READY).status()).isTrue();
  }

  @Test
  void runsNothingOfAManifestThatWasNeverValid() {
    ResourceLoop never = loop(Transition.nothing(KEY), invalid());
    never.step();

    assertThat(deployer.applied).isEmpty();
    assertThat(never.status().condition(Type.DEPLOYED).status()).isFalse();
  }

  @Test
  void runsOnAfterARestartWhileTheManifestIsInvalid() {
    loop = loop(ONE, invalid());
    loop.step();

    assertThat(deployer.plan(KEY)).contains(ONE);
    assertThat(loop.claimed()).isEqualTo(ONE);
    assertThat(condition(Type.VALID).status()).isFalse();
  }

  @Test
  void stopsAndStillWatchesWhatTheInstallationNoLongerAllows() {
    loop = loop(ONE, notAllowed());
    loop.step();
    loop.step();

    assertThat(deployer.applied).singleElement().returns(List.of(), Plan::stages);
    assertThat(deployer.status(KEY)).hasSameSizeAs(ONE.stages());
    assertThat(loop.claimed()).isEqualTo(ONE);
    assertThat(loop.buffers()).extracting(Buffer::topic).hasSameElementsAs(names(ONE));
    assertThat(streamOf("a-").state()).isEqualTo(StreamState.PAUSED);
    assertThat(condition(Type.READY))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("NotAllowed"))
        .satisfies(c -> assertThat(c.message()).startsWith("what ran before is stopped"));
  }

  @Test
  void staysStoppedUntilWhatIsWrittenCanRun() {
    loop = loop(ONE, notAllowed());
    loop.step();
    want(invalid());
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages()).isEmpty();

    want(running(ONE));
    loop.step();
    assertThat(deployer.plan(KEY)).contains(ONE);
  }

  @Test
  void runsNothingOnlyToFinishWhatMayNotRun() {
    loop = loop(ONE, notAllowed());
    loop.step();
    topics.lagOfTopic.put(topic("a", ".events"), 3L);
    want(gone());
    loop.step();
    assertThat(deployer.applied).allMatch(plan -> plan.stages().isEmpty());
    assertThat(loop.isGone()).isFalse();

    clock.now = clock.now.plus(Duration.ofMinutes(6));
    loop.step();
    assertThat(loop.isGone()).isTrue();
  }

  @Test
  void resumesWhatWasPausedWhileTheManifestIsInvalid() {
    loop.step();
    want(invalid(new Pauses(true, Set.of(), Set.of())));
    loop.step();
    assertThat(streamOf("a-").state()).isEqualTo(StreamState.PAUSED);

    want(invalid(Pauses.NONE));
    loop.step();
    assertThat(streamOf("a-").state()).isEqualTo(StreamState.RUNNING);
  }

  @Test
  void goesOnAfterALookThatFailed() {
    topics.broken = true;
    loop.step();
    assertThat(deployer.plan(KEY)).contains(TWO);
    assertThat(condition(Type.READY).status()).isFalse();

    topics.broken = false;
    loop.step();
    assertThat(condition(Type.READY).status()).isTrue();
  }

  @Test
  void tellsTheDepthOfWhatTwoStagesRead() {
    Stage sink = ONE.stages().getFirst();
    Stage twin =
        new Stage(
            sink.name() + "-2",
            sink.role(),
            sink.app(),
            sink.streams(),
            sink.wiring(),
            sink.config());
    List<Stage> stages = new ArrayList<>(ONE.stages());
    stages.addFirst(twin);
    loop = loop(Transition.nothing(KEY), running(ONE.withStages(stages)));
    loop.step();

    assertThat(loop.observation().depths()).hasSize(2);
  }

  @Test
  void drainsARemovedEventStreamBeforeItsTopicsGo() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();

    assertThat(deployer.plan(KEY).orElseThrow().stages()).hasSize(5);
    assertThat(streamOf("b-").state()).isEqualTo(StreamState.DRAINING);
    assertThat(topics.topics).containsAll(names(TWO));

    topics.lagOfTopic.clear();
    loop.step();
    loop.step();
    assertThat(deployer.plan(KEY)).contains(ONE);
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(ONE));
    assertThat(topics.removedGroups).hasSize(2).allMatch(group -> group.contains(".b-"));
  }

  @Test
  void letsOnlyTopicsThatStayBePurged() {
    loop.step();
    loop.step();
    assertThat(loop.buffers()).extracting(Buffer::topic).hasSameElementsAs(names(TWO));

    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();
    assertThat(loop.buffers()).extracting(Buffer::topic).hasSameElementsAs(names(ONE));

    want(gone());
    loop.step();
    assertThat(loop.buffers()).isEmpty();
  }

  @Test
  void closesTheRouteOfAStreamThatIsDrained() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();

    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .filteredOn(stage -> stage.role() == Role.SOURCE)
        .singleElement()
        .satisfies(
            source -> assertThat(source.streams()).allMatch(stream -> stream.startsWith("a-")));
  }

  @Test
  void givesUpDrainingAfterItsTime() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    loop.step();

    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(ONE));
  }

  @Test
  void givesWhatLeavesLaterAllItsTime() {
    loop.step();
    topics.lagOfTopic.put(topic("a", ".events"), 3L);
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();
    clock.now = clock.now.plus(Duration.ofMinutes(4));
    want(gone());
    loop.step();

    clock.now = clock.now.plus(Duration.ofMinutes(4));
    loop.step();
    assertThat(topics.topics).contains(topic("a", ".events"));

    clock.now = clock.now.plus(Duration.ofMinutes(2));
    loop.step();
    assertThat(loop.isGone()).isTrue();
  }

  @Test
  void givesUpDrainingWhenItsLagCannotBeRead() {
    loop.step();
    want(running(ONE));
    topics.lagUnknown = true;
    loop.step();
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    loop.step();

    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(ONE));
  }

  @Test
  void skipsTheDrainWithoutAskingForTheLag() {
    loop.step();
    topics.lagUnknown = true;
    want(runningSkippingDrain(ONE));
    loop.step();

    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(ONE));
  }

  @Test
  void takesBackAStreamThatReturnsWhileItIsDrained() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(running(ONE));
    loop.step();
    want(running(TWO));
    topics.lagOfTopic.clear();
    loop.step();

    assertThat(deployer.plan(KEY)).contains(TWO);
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(TWO));
  }

  @Test
  void removesAllOfADeletedResource() {
    loop.step();
    want(gone());
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(deployer.plan(KEY)).isEmpty();
    assertThat(topics.topics).isEmpty();
    assertThat(memory.recall()).isEmpty();
  }

  @Test
  void removesWhatAFailedFirstDeploymentHasMade() {
    deployer.refused = Role.SINK;
    loop.step();
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(TWO));
    assertThat(condition(Type.DEPLOYED).message()).isEqualTo("exceeded quota");

    deployer.refused = null;
    want(gone());
    loop.step();
    loop.step();
    assertThat(loop.isGone()).isTrue();
    assertThat(topics.topics).isEmpty();
    assertThat(topics.removedGroups).hasSize(4);
    assertThat(deployer.asked).containsExactly(source(TWO).name());
    assertThat(memory.recall()).isEmpty();
  }

  @Test
  void endsADeletionInItsTimeWhoseLeftoversCannotBeApplied() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    deployer.refused = Role.SINK;
    want(gone());
    loop.step();
    assertThat(condition(Type.DEPLOYED).message()).isEqualTo("exceeded quota");
    assertThat(topics.topics).isNotEmpty();

    clock.now = clock.now.plus(Duration.ofMinutes(6));
    loop.step();
    assertThat(loop.isGone()).isTrue();
    assertThat(topics.topics).isEmpty();
    assertThat(deployer.asked).containsExactly(source(TWO).name());
  }

  @Test
  void skipsTheDrainOfLeftoversThatCannotBeApplied() {
    loop.step();
    deployer.refused = Role.FLOW;
    want(new Gone(new Skips(true, false)));
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(topics.topics).isEmpty();
  }

  @Test
  void stopsWhatIsGivenUpBeforeItReleases() {
    loop.step();
    deployer.refused = Role.SINK;
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(new Gone(new Skips(true, false)));
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages()).isEmpty();

    deployer.refused = null;
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .as("it does not come back while its reader is released")
        .isEmpty();
    assertThat(condition(Type.DEPLOYED).reason()).isEqualTo("Releasing");
  }

  @Test
  void aSkippedDrainLosesNothingOfWhatIsWantedAndCannotBeApplied() {
    loop.step();
    deployer.refused = Role.SINK;
    want(runningSkippingDrain(ONE));
    loop.step();

    assertThat(condition(Type.DEPLOYED).message()).isEqualTo("exceeded quota");
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(TWO));
  }

  @Test
  void staysUntilKafkaIsBackToDeleteItsTopics() {
    loop.step();
    topics.away = true;
    want(gone());
    loop.step();
    assertThat(loop.isGone()).isFalse();

    topics.away = false;
    loop.step();
    assertThat(loop.isGone()).isTrue();
  }

  @Test
  void drainsForAsLongAsEverWhenKafkaIsBack() {
    loop.step();
    topics.lagOfTopic.put(topic("a", ".events"), 3L);
    topics.away = true;
    want(gone());
    loop.step();
    clock.now = clock.now.plusSeconds(600);

    topics.away = false;
    loop.step();

    assertThat(loop.isGone()).isFalse();
    assertThat(topics.topics).isNotEmpty();
  }

  @Test
  void releasesTheReaderOfADeletedResourceBeforeItsTopicsGo() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(gone());
    loop.step();
    loop.step();

    assertThat(loop.isGone()).isFalse();
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .noneMatch(stage -> stage.role() == Role.SOURCE);
    assertThat(topics.topics).containsAll(names(TWO));
    assertThat(condition(Type.DEPLOYED))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("Releasing"))
        .satisfies(c -> assertThat(c.message()).isEqualTo("waits for the slot"));

    deployer.answer = new Release(Progress.DONE, "slot is dropped");
    loop.step();
    assertThat(loop.isGone()).isTrue();
    assertThat(topics.topics).isEmpty();
    assertThat(deployer.asked).containsOnly(source(TWO).name());
  }

  @Test
  void drainsBeforeItReleases() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(gone());
    loop.step();

    assertThat(deployer.asked).isEmpty();
  }

  @Test
  void releasesAReaderThatLeavesAlone() {
    Plan moved = plan(outbox("x", "other", stream("a"), stream("b")));
    loop.step();
    want(running(moved));
    loop.step();
    loop.step();

    assertThat(deployer.asked).containsExactly(source(TWO).name());
    assertThat(deployer.plan(KEY)).contains(moved);
    assertThat(memory.recall()).containsExactly(moved);
    assertThat(condition(Type.DEPLOYED).reason()).isEqualTo("Deployed");
  }

  @Test
  void releasesNothingWhileAReaderServesAnotherStream() {
    loop.step();
    want(running(ONE));
    loop.step();
    loop.step();

    assertThat(deployer.asked).isEmpty();
  }

  @Test
  void goesOnAfterItsTimeAndSaysWhatMayRemain() {
    Plan moved = plan(outbox("x", "other", stream("a"), stream("b")));
    loop.step();
    deployer.answer = new Release(Progress.FAILED, "connection refused");
    want(running(moved));
    loop.step();
    assertThat(condition(Type.DEPLOYED).message()).isEqualTo("connection refused");

    clock.now = clock.now.plus(Duration.ofMinutes(3));
    loop.step();
    assertThat(condition(Type.DEPLOYED))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("Deployed"))
        .satisfies(
            c ->
                assertThat(c.message())
                    .contains("slot fes", "may remain (connection refused)")
                    .contains("SELECT pg_drop_replication_slot('fes')", "DROP PUBLICATION"));
    assertThat(memory.recall()).containsExactly(moved);
  }

  @Test
  void aDeletedResourceIsNeverStuckAtADatabaseThatIsGone() {
    loop.step();
    deployer.answer = new Release(Progress.FAILED, "connection refused");
    want(gone());
    loop.step();
    clock.now = clock.now.plus(Duration.ofMinutes(3));
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(memory.recall()).isEmpty();
  }

  @Test
  void skipsTheReleaseByAnnotation() {
    want(running(TWO, new Skips(false, true)));
    loop.step();
    want(gone());
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(deployer.asked).isEmpty();
  }

  @Test
  void releasesThePausedAndThoseThatNeverRan() {
    want(paused(TWO));
    loop.step();
    want(gone());
    loop.step();
    assertThat(loop.isGone()).isTrue();
    assertThat(deployer.asked).hasSize(1);

    ResourceLoop never = loop(Transition.nothing(KEY), gone());
    never.step();
    assertThat(never.isGone()).isTrue();
  }

  @Test
  void goesOnWithAReleaseAfterARestart() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(gone());
    loop.step();
    releaseClaims.want(Map.of(new ResourceKey("default", "y"), TWO.readers()));
    loop = loop(memory.recall().getFirst(), gone());
    assertThat(memory.recall().getFirst().claims()).isEqualTo(TWO.readers());
    loop.step();
    assertThat(loop.isGone()).isFalse();

    deployer.answer = new Release(Progress.DONE, "slot is dropped");
    loop.step();
    assertThat(loop.isGone()).isTrue();
    assertThat(deployer.asked).hasSize(3);
    assertThat(freed).hasValue(1);
  }

  @Test
  void leavesAReaderThatMovesToAnotherResource() {
    loop.step();
    releaseClaims.want(Map.of(KEY, Set.of(), new ResourceKey("default", "y"), TWO.readers()));
    want(gone());
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(deployer.asked).isEmpty();
  }

  @Test
  void claimsAReaderForAsLongAsItIsReleased() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(running(plan(outbox("x", "other", stream("a")))));
    loop.step();
    assertThat(releaseClaims.claims()).singleElement().returns(TWO.readers(), Plan::readers);

    deployer.answer = new Release(Progress.DONE, "slot is dropped");
    loop.step();
    assertThat(releaseClaims.claims()).isEmpty();
  }

  @Test
  void holdsASourceThatComesBackUntilItsReleaseIsOver() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(gone());
    loop.step();
    want(running(TWO));
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .noneMatch(stage -> stage.role() == Role.SOURCE);

    deployer.answer = new Release(Progress.DONE, "slot is dropped");
    loop.step();
    loop.step();
    assertThat(deployer.plan(KEY)).contains(TWO);
  }

  @Test
  void holdsASourceUnderReleaseWhenTheRestIsGivenUp() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "waits for the slot");
    want(new Gone(new Skips(true, false)));
    loop.step();
    deployer.refused = Role.SINK;
    want(runningSkippingDrain(TWO));
    loop.step();

    deployer.refused = null;
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .isNotEmpty()
        .noneMatch(stage -> stage.role() == Role.SOURCE);
  }

  @Test
  void pausesTheSourcesOnly() {
    loop.step();
    want(paused(TWO));
    loop.step();

    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .hasSize(4)
        .noneMatch(stage -> stage.role() == Role.SOURCE);
    assertThat(loop.status().streams()).allMatch(stream -> stream.state() == StreamState.PAUSED);
  }

  @Test
  void emptiesTheTopicsBetweenBeforeAStreamIsWiredAnew() {
    Plan without = plan(outbox("x", "fes", stream("a", "")));
    loop = loop(Transition.nothing(KEY), running(ONE));
    loop.step();
    topics.lagOfTopic.put(topic("a", ".events"), 3L);
    want(running(without));
    loop.step();
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .extracting(Stage::role)
        .containsExactly(Role.SINK, Role.FLOW);

    topics.lagOfTopic.clear();
    loop.step();
    loop.step();
    assertThat(topics.startedAtEnd)
        .singleElement()
        .satisfies(input -> assertThat(input.topic()).endsWith(".changes"));
    assertThat(deployer.plan(KEY)).contains(without);
  }

  @Test
  void letsOtherSourcesRunWhileAStreamIsWiredAnew() {
    wireAnewWithAnotherSourceBeside();

    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .filteredOn(stage -> stage.role() == Role.SOURCE)
        .singleElement()
        .satisfies(
            source -> assertThat(source.streams()).allMatch(stream -> stream.startsWith("b-")));
    assertThat(streamOf("a-").state()).isEqualTo(StreamState.DRAINING);
    assertThat(streamOf("b-").state()).isEqualTo(StreamState.RUNNING);
  }

  @Test
  void wiresAStreamAnewWhileOthersAreNeverEmpty() {
    topics.lagOfTopic.put(topic("b", ".events"), 7L);
    wireAnewWithAnotherSourceBeside();
    topics.lagOfTopic.remove(topic("a", ".events"));
    loop.step();
    loop.step();

    assertThat(topics.startedAtEnd).hasSize(1);
    assertThat(deployer.plan(KEY).orElseThrow().stages())
        .filteredOn(stage -> stage.role() == Role.SOURCE)
        .hasSize(2);
  }

  @Test
  void saysWhichStreamItWaitsForOnceThatTakesTooLong() {
    wireAnewWithAnotherSourceBeside();
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    loop.step();

    assertThat(condition(Type.DEPLOYED))
        .satisfies(c -> assertThat(c.status()).isFalse())
        .satisfies(c -> assertThat(c.reason()).isEqualTo("Draining"))
        .satisfies(
            c ->
                assertThat(c.message())
                    .isEqualTo(
                        "waits for "
                            + streamOf("a-").name()
                            + " to be empty; the annotation fes.zalando.org/skip-drain loses what is"
                            + " unread"));
  }

  private void wireAnewWithAnotherSourceBeside() {
    String b = stream("b").replace("SLOT", "other");
    Plan with = plan(outbox("x", "fes", stream("a"), b));
    Plan without = plan(outbox("x", "fes", stream("a", ""), b));
    loop = loop(Transition.nothing(KEY), running(with));
    loop.step();
    topics.lagOfTopic.put(topic("a", ".events"), 3L);
    want(running(without));
    loop.step();
  }

  @Test
  void removesAfterARestartWhatLeftMeanwhile() {
    loop.step();
    Plan before = memory.recall().getFirst();
    ResourceLoop restarted = loop(before, running(ONE));
    restarted.step();
    restarted.step();

    assertThat(before).isEqualTo(TWO);
    assertThat(topics.topics).containsExactlyInAnyOrderElementsOf(names(ONE));
  }

  @Test
  void namesTheFailingStageAndItsErrorInWords() {
    Stage sink = ONE.stages().getFirst();
    String name = ONE.streams().getFirst().name();
    deployer.says(sink, MemoryDeployer.unwell(name, StreamState.RETRYING, "connection refused"));
    loop = loop(Transition.nothing(KEY), running(ONE));
    loop.step();

    assertThat(streamOf("a-").problem())
        .isEqualTo(new StreamStatus.Problem("sink", "reason", "connection refused"));
    assertThat(condition(Type.READY))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("Retrying"))
        .satisfies(c -> assertThat(c.message()).isEqualTo(name + ": sink: connection refused"));
  }

  @Test
  void keepsTheTimeOfAConditionThatDidNotChange() {
    loop.step();
    Instant since = condition(Type.READY).lastTransitionTime();
    clock.now = clock.now.plusSeconds(60);
    loop.step();

    assertThat(condition(Type.READY).lastTransitionTime()).isEqualTo(since);
  }

  @Test
  void isHeldBeforeAnythingIsMade() {
    hold.away = true;
    loop.step();
    assertThat(topics.topics).isEmpty();
    assertThat(deployer.applied).isEmpty();
    assertThat(condition(Type.DEPLOYED).message()).isEqualTo("the API server is away");

    hold.away = false;
    loop.step();
    assertThat(hold.held).containsExactly(KEY);
    assertThat(deployer.applied).containsExactly(TWO);
  }

  @Test
  void isNotHeldWhileItCannotRun() {
    loop = loop(Transition.nothing(KEY), new Keep(false, "Invalid", List.of(), true, Pauses.NONE));
    loop.step();

    assertThat(hold.held).isEmpty();
  }

  @Test
  void isLetGoOnceNothingIsLeft() {
    loop.step();
    want(gone());
    hold.away = true;
    loop.step();
    assertThat(topics.topics).isEmpty();
    assertThat(loop.isGone()).isFalse();

    hold.away = false;
    loop.step();
    assertThat(hold.held).isEmpty();
    assertThat(loop.isGone()).isTrue();
  }

  @Test
  void isLetGoWhenItNeverRan() {
    hold.held.add(KEY);
    loop = loop(Transition.nothing(KEY), gone());
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(hold.held).isEmpty();
  }

  @Test
  void skipsTheDrainAsIsSaidAfterItsDeletionBegan() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    want(gone());
    loop.step();
    assertThat(loop.isGone()).isFalse();

    want(new Gone(new Skips(true, false)));
    loop.step();
    assertThat(loop.isGone()).isTrue();
  }

  @Test
  void takesAwayAtOnceWhatCannotRunAnyMore() {
    loop.step();
    topics.lagOfTopic.put(topic("b", ".events"), 3L);
    hold.served = false;
    want(gone());
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(topics.topics).isEmpty();
    assertThat(memory.recall()).isEmpty();
  }

  @Test
  void givesUpAReleaseWhereNothingCanRunAnyMore() {
    loop.step();
    deployer.answer = new Release(Progress.UNDER_WAY, "");
    want(gone());
    loop.step();
    assertThat(releaseClaims.claims()).isNotEmpty();

    hold.served = false;
    loop.step();

    assertThat(loop.isGone()).isTrue();
    assertThat(releaseClaims.claims()).isEmpty();
  }

  @Test
  void tellsOfWhichGenerationItsStatusIs() {
    loop.step();
    assertThat(loop.status().generation()).isEqualTo(GENERATION);

    loop.want(new Wanted(running(ONE), GENERATION + 1));
    loop.step();
    assertThat(loop.status().generation()).isEqualTo(GENERATION + 1);
  }

  @Test
  void tellsBeforeItsFirstLookThatItIsAboutToBeDeployed() {
    loop.step();

    assertThat(reported)
        .extracting(status -> status.condition(Type.DEPLOYED).reason())
        .containsExactly("Deploying", "Deployed");
  }

  @Test
  void doesNotLookNewAfterARestart() {
    loop = loop(TWO, running(TWO));
    loop.step();

    assertThat(reported)
        .extracting(status -> status.condition(Type.DEPLOYED).reason())
        .containsExactly("Deployed");
  }

  @Test
  void warnsOfTheLogThatAPausedSlotRetains() {
    Stage source = ONE.stages().getLast();
    String name = ONE.streams().getFirst().name();
    deployer.says(source, MemoryDeployer.unwell(name, StreamState.RETRYING, "slow"));
    loop = loop(Transition.nothing(KEY), running(ONE));
    loop.step();

    want(paused(ONE));
    loop.step();

    assertThat(condition(Type.READY).reason()).isEqualTo("Paused");
    assertThat(condition(Type.READY).message())
        .contains("write-ahead log")
        .contains("1024 bytes of log when last seen");
  }

  @Test
  void warnsOfNoLogWhereTheSourceOfAPausedStreamGoesOn() {
    Set<String> streams = Set.of(ONE.streams().getFirst().name());
    loop =
        loop(
            Transition.nothing(KEY),
            new Run(ONE, new Pauses(false, streams, Set.of()), Skips.NOTHING));
    loop.step();

    assertThat(condition(Type.READY).reason()).isEqualTo("Paused");
    assertThat(condition(Type.READY).message()).startsWith("paused: the sources go on");
  }

  private ResourceLoop loop(Plan running, Desired desired) {
    return new ResourceLoop(
        running,
        new Wanted(desired, GENERATION),
        new ResourceLoop.Tools(
            new Platform(deployer, topics, memory, hold, reports),
            releaseClaims,
            clock,
            new Pace.Limits(Duration.ofMinutes(5), Duration.ofMinutes(2))));
  }

  private void want(Desired desired) {
    loop.want(new Wanted(desired, GENERATION));
  }

  private Condition condition(Type type) {
    return loop.status().condition(type);
  }

  private StreamStatus streamOf(String prefix) {
    return loop.status().streams().stream()
        .filter(stream -> stream.name().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private static Stage source(Plan plan) {
    return plan.stages().stream()
        .filter(stage -> stage.role() == Role.SOURCE)
        .findFirst()
        .orElseThrow();
  }

  private static String topic(String table, String kind) {
    return names(TWO).stream()
        .filter(name -> name.contains("." + table + "-") && name.endsWith(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Plan plan) {
    return plan.topics().stream().map(Topic::name).toList();
  }

  /** Stands still until it is moved. */
  private static final class TestClock extends Clock {

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
