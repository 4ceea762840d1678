package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.Condition.Type;
import dev.fes.controller.resource.Life;
import dev.fes.controller.resource.Manifest;
import dev.fes.controller.resource.Manifests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

  @TempDir Path directory;

  private final MemoryDeployer deployer = new MemoryDeployer();
  private final MemoryTopics topics = new MemoryTopics();
  private final MemoryHold hold = new MemoryHold();
  private Reconciler reconciler;
  private Manifests manifests = Manifests.none();

  @BeforeEach
  void open() {
    reconciler = reconciler();
  }

  @AfterEach
  void close() {
    reconciler.close();
  }

  @Test
  void isReconciledOnceEveryResourceWasLookedAt() {
    assertThat(reconciler.isReconciled()).isFalse();

    write(outbox("one", "slot_1", stream("t")));

    await().until(() -> reconciler.isReconciled());
  }

  @Test
  void staysReconciledWhileNewResourcesAreLookedAt() {
    write(outbox("one", "slot_1", stream("t")));
    await().until(() -> reconciler.isReconciled());

    topics.hold();
    write(outbox("one", "slot_1", stream("t")), outbox("two", "slot_2", stream("t")));

    assertThat(reconciler.isReconciled()).isTrue();
    topics.letGo();
    awaitState("two", StreamState.RUNNING);
  }

  @Test
  void servesTheOthersWhenOneIsInvalid() {
    write(
        outbox("bad", "slot_2", stream("t")).replace("applicationId", "application"),
        outbox("one", "slot_1", stream("t")));

    awaitState("one", StreamState.RUNNING);
    assertThat(condition("bad", Type.VALID).reason()).isEqualTo("Invalid");
  }

  @Test
  void givesATakenReaderToTheNextOnceItsOwnerIsGone() {
    String a = outbox("a", "fes", stream("t"));
    String b = outbox("b", "fes", stream("u"));
    write(b);
    awaitState("b", StreamState.RUNNING);

    write(a, b);
    await()
        .untilAsserted(
            () -> assertThat(condition("a", Type.VALID).reason()).isEqualTo("ReaderTaken"));
    awaitState("b", StreamState.RUNNING);

    write(a);
    awaitState("a", StreamState.RUNNING);
  }

  @Test
  void saysThatAResourceIsValidAndNotAvailableYet() {
    write(
        outbox(
            "one",
            "slot_1",
            stream("t", "flow: {type: PostgresWalFromNakadiProducerToGenericNakadiEvent}")));

    await()
        .untilAsserted(
            () -> assertThat(condition("one", Type.DEPLOYED).reason()).isEqualTo("NotAvailable"));
    assertThat(condition("one", Type.VALID).status()).isTrue();
  }

  @Test
  void saysThatWhatARunningResourceBecameIsNotAvailable() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);

    write(
        outbox(
            "one",
            "slot_1",
            stream("t", "flow: {type: PostgresWalFromNakadiProducerToGenericNakadiEvent}")));

    await()
        .untilAsserted(
            () -> assertThat(condition("one", Type.DEPLOYED).reason()).isEqualTo("NotAvailable"));
    assertThat(condition("one", Type.DEPLOYED).message())
        .startsWith("what ran before goes on: spec.eventStreams[0].flow.type");
    awaitState("one", StreamState.RUNNING);
  }

  @Test
  void tellsWhatIsIgnoredInAManifestThatRuns() {
    write(outbox("one", "slot_1", stream("t", "filtr: '[?(@.op)]'")));
    awaitState("one", StreamState.RUNNING);

    assertThat(reconciler.statuses().getFirst().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).isEqualTo("spec.eventStreams[0].filtr"));
    assertThat(condition("one", Type.VALID).status()).isTrue();
  }

  @Test
  void pausesByAnnotation() {
    write(
        outbox("one", "slot_1", stream("t"))
            .replace(
                "{name: one}", "{name: one, annotations: {fes.zalando.org/paused: \"true\"}}"));

    awaitState("one", StreamState.PAUSED);
  }

  @Test
  void staysPausedOverARestartWhileTheManifestIsInvalid() {
    String paused =
        outbox("one", "slot_1", stream("t"))
            .replace("{name: one}", "{name: one, annotations: {fes.zalando.org/paused: \"true\"}}");
    write(paused);
    awaitState("one", StreamState.PAUSED);
    reconciler.close();

    reconciler = reconciler();
    write(paused.replace("applicationId", "application"));

    awaitState("one", StreamState.PAUSED);
    assertThat(condition("one", Type.VALID).reason()).isEqualTo("Invalid");
  }

  @Test
  void forgetsADeletedResource() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);

    write();

    await().untilAsserted(() -> assertThat(reconciler.statuses()).isEmpty());
    assertThat(topics.topics).isEmpty();
  }

  @Test
  void removesWhatWasDeletedWhileNoControllerRan() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);
    reconciler.close();

    reconciler = reconciler();
    write();

    await().untilAsserted(() -> assertThat(topics.topics).isEmpty());
  }

  @Test
  void removesNothingWhileTheManifestsCannotBeRead() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);
    reconciler.close();

    reconciler = reconciler();
    manifests = Manifests.none();
    write("apiVersion: [");

    assertThat(reconciler.statuses()).isEmpty();
    assertThat(topics.topics).isNotEmpty();
  }

  @Test
  void leavesAReaderAfterARestartToWhoHadIt() {
    String a = outbox("a", "fes", stream("t"));
    String b = outbox("b", "fes", stream("u"));
    write(b);
    awaitState("b", StreamState.RUNNING);
    reconciler.close();

    reconciler = reconciler();
    write(a, b);

    awaitState("b", StreamState.RUNNING);
    assertThat(condition("a", Type.VALID).reason()).isEqualTo("ReaderTaken");
  }

  @Test
  void leavesAReaderAfterARestartToAnOwnerWhoseManifestIsInvalid() {
    String a = outbox("a", "fes", stream("t"));
    String b = outbox("b", "fes", stream("u"));
    write(b);
    awaitState("b", StreamState.RUNNING);
    reconciler.close();

    reconciler = reconciler();
    write(a, b.replace("applicationId", "application"));

    awaitState("b", StreamState.RUNNING);
    assertThat(condition("a", Type.VALID).reason()).isEqualTo("ReaderTaken");
  }

  @Test
  void takesAResourceAwayWhoseDeletionHasBegun() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);
    assertThat(hold.held).containsExactly(key("one"));

    reconciler.accept(Manifests.all(List.of(ending("one", outbox("one", "slot_1", stream("t"))))));

    await().untilAsserted(() -> assertThat(hold.held).isEmpty());
    await().untilAsserted(() -> assertThat(reconciler.statuses()).isEmpty());
    assertThat(topics.topics).isEmpty();
  }

  @Test
  void letsGoOfAnInvalidResourceWhoseDeletionHasBegun() {
    hold.held.add(key("bad"));

    reconciler.accept(Manifests.all(List.of(ending("bad", ""))));

    await().untilAsserted(() -> assertThat(hold.held).isEmpty());
    await().untilAsserted(() -> assertThat(reconciler.statuses()).isEmpty());
  }

  @Test
  void saysThatASwitchOfADeletionIsNone() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);
    topics.lagUnknown = true;

    reconciler.accept(
        Manifests.all(
            List.of(
                new Manifest(
                    "test",
                    key("one"),
                    new Life(2, Map.of("fes.zalando.org/skip-drain", "yes"), true),
                    dev.fes.controller.plan.Manifests.read(outbox("one", "slot_1", stream("t"))),
                    List.of()))));

    await()
        .untilAsserted(
            () ->
                assertThat(reconciler.status(key("one")).orElseThrow().findings())
                    .extracting(Finding::toString)
                    .singleElement()
                    .asString()
                    .contains("skip-drain", "is neither"));
  }

  @Test
  void givesItsReaderToAnotherWhenItEnds() {
    String b = outbox("b", "fes", stream("u"));
    write(outbox("a", "fes", stream("t")), b);
    await()
        .untilAsserted(
            () -> assertThat(condition("b", Type.VALID).reason()).isEqualTo("ReaderTaken"));

    reconciler.accept(Manifests.all(List.of(ending("a", ""), manifests.resources().get(key("b")))));

    awaitState("b", StreamState.RUNNING);
  }

  @Test
  void looksAgainAtNoneThatIsAsItWas() {
    write(outbox("one", "slot_1", stream("t")));
    awaitState("one", StreamState.RUNNING);
    int before = deployer.applied.size();

    write(outbox("one", "slot_1", stream("t")), outbox("two", "slot_2", stream("t")));

    awaitState("two", StreamState.RUNNING);
    assertThat(deployer.applied).hasSize(before + 1);
  }

  private static Manifest ending(String name, String text) {
    return new Manifest(
        "test",
        key(name),
        new Life(2, Map.of(), true),
        text.isEmpty() ? null : dev.fes.controller.plan.Manifests.read(text),
        List.of());
  }

  private Reconciler reconciler() {
    return new Reconciler(
        StreamPlanner.withoutInstallation(),
        new Platform(deployer, topics, new PlanFiles(directory), hold, new LogReports()),
        new Pace(
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            4,
            new Pace.Limits(Duration.ofMinutes(5), Duration.ofMinutes(2))),
        new SimpleMeterRegistry());
  }

  private void write(String... texts) {
    TreeMap<String, List<dev.fes.api.Reading>> files = new TreeMap<>();
    for (int i = 0; i < texts.length; i++) {
      files.put(i + ".yaml", ResourceReader.read(texts[i]));
    }
    manifests = manifests.next(files);
    reconciler.accept(manifests);
  }

  private void awaitState(String name, StreamState state) {
    await()
        .untilAsserted(
            () ->
                assertThat(reconciler.status(key(name)))
                    .hasValueSatisfying(
                        status ->
                            assertThat(status.streams())
                                .isNotEmpty()
                                .allMatch(stream -> stream.state() == state)));
  }

  private Condition condition(String name, Type type) {
    return await()
        .until(() -> reconciler.status(key(name)), status -> status.isPresent())
        .orElseThrow()
        .condition(type);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("default", name);
  }
}
