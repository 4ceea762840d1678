package dev.fes.testbed.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The CustomResourceDefinition, as people and producers of manifests meet it; no controller. */
@Tag("cluster")
@ExtendWith(Cluster.Fixture.class)
class DefinitionIT {

  private static final String STATUS =
      """
      {"status": {"observedGeneration": 1,
        "conditions": [{"type": "Ready", "status": "False", "reason": "Blocked", "message": "no such event type",
                        "lastTransitionTime": "2026-11-22T10:00:00Z"}],
        "summary": {"streams": "0/1", "lag": "4m12s", "deadLetters": 7}}}\
      """;

  private final Cluster cluster;
  private Namespace namespace;

  DefinitionIT(Cluster cluster) {
    this.cluster = cluster;
  }

  static Stream<Path> examples() throws IOException {
    return Manifest.examples();
  }

  @BeforeEach
  void open() {
    namespace = cluster.namespace();
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsStoredAsItIsWritten(Path file) {
    Manifest manifest = Manifest.read(file).named("one");

    kubectl().ok(manifest.text(), new String[] {"create", "-f", "-"});

    assertThat(stored("one").get("spec")).isEqualTo(manifest.spec());
  }

  /** kubectl itself leaves nulls out when it applies. */
  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsAppliedAndNothingIsAdded(Path file) {
    Manifest manifest = Manifest.read(file).named("one");

    kubectl().apply(manifest.text());

    assertThat(withoutNulls(stored("one").get("spec"))).isEqualTo(withoutNulls(manifest.spec()));
  }

  /**
   * The postgres-operator does so on every change, and compares what it reads with what it wrote.
   */
  @Test
  void anUpdateMayBringNullsAndReadsThemBack() {
    Manifest manifest = Manifest.example("postgres-operator-emitted.json").named("one");
    kubectl().apply(manifest.text());

    Manifest updated =
        manifest
            .withNull("metadata.creationTimestamp")
            .with("source.filter", "'[?(@.source.txId > 1)]'")
            .with("recovery", "{type: None}")
            .withNull("recovery.sink");
    kubectl().ok(updated.text(), new String[] {"replace", "-f", "-"});

    assertThat(stored("one").get("spec")).isEqualTo(updated.spec());
  }

  @Test
  void getShowsHowItIs() {
    applySample();
    writeStatus();

    String[] lines = kubectl().ok("get", "fes").split("\n");

    assertThat(lines[0].split(" {2,}"))
        .containsExactly("NAME", "APPLICATION", "READY", "STREAMS", "LAG", "DEAD LETTERS", "AGE");
    assertThat(lines[1].split("\\s+"))
        .startsWith("one", "my-application", "False", "0/1", "4m12s", "7");
  }

  @Test
  void getShowsWhyWhenAskedForMore() {
    applySample();
    writeStatus();

    assertThat(kubectl().ok("get", "fes", "one", "-o", "wide"))
        .contains("WHY", "no such event type");
  }

  @Test
  void describeShowsSpecAndStatus() {
    applySample();
    writeStatus();

    assertThat(kubectl().ok("describe", "fes", "one"))
        .contains("my-important-business-events", "no such event type", "Dead Letters");
  }

  @Test
  void itIsAmongAllThatANamespaceHas() {
    applySample();

    assertThat(kubectl().ok("get", "all")).contains("fabriceventstream.zalando.org/one");
  }

  @Test
  void explainKnowsTheParts() {
    assertThat(kubectl().ok("explain", "fes.spec.eventStreams.source"))
        .contains("Where the changes come from", "jdbcConnection", "subscription", "operations");
  }

  @Test
  void explainKnowsAFieldAndItsDefault() {
    assertThat(kubectl().ok("explain", "fes.spec.eventStreams.flow.payloadColumn"))
        .contains("The column that holds the event as JSON", "Default");
    assertThat(kubectl().ok("explain", "fes.spec.eventStreams.source.jdbcConnection.slotName"))
        .contains("The logical replication slot");
  }

  @Test
  void explainKnowsTheStatus() {
    assertThat(kubectl().ok("explain", "fes.status.eventStreams")).contains("state", "definition");
  }

  @Test
  void aDryRunIsCheckedAndStoresNothing() {
    assertThat(kubectl().apply(sample().text(), "--dry-run=server")).contains("server dry run");
    assertThat(Resources.in(namespace).list()).isEmpty();
  }

  @Test
  void anUnknownFieldIsDropped() {
    Manifest manifest = sample().with("source.tabel", "{name: outbox}");

    kubectl().apply(manifest.text(), "--validate=false");

    assertThat(stored("one").get("spec")).isEqualTo(sample().spec());
  }

  /** By kubectl itself where it is an old one. */
  @Test
  void anUnknownFieldIsToldToWhoeverAppliesIt() {
    Manifest manifest = sample().with("source.tabel", "{name: outbox}");

    Kubectl.Answer answer =
        kubectl().ask(manifest.text(), new String[] {"apply", "-f", "-", "--validate=true"});

    assertThat(answer.isOk()).isFalse();
    assertThat(answer.text()).contains("tabel");
  }

  @Test
  void anUpdateDoesNotReachTheStatus() {
    applySample();
    writeStatus();

    Manifest changed = sample().with("sink.eventType", "other");
    changed.tree().set("status", Manifest.yaml("{summary: {streams: 9/9}}"));
    kubectl().ok(changed.text(), new String[] {"replace", "-f", "-"});

    assertThat(stored("one").at("/status/summary/streams").asString()).isEqualTo("0/1");
    assertThat(stored("one").at("/spec/eventStreams/0/sink/eventType").asString())
        .isEqualTo("other");
  }

  @Test
  void aStatusDoesNotReachTheSpec() {
    applySample();

    Resources.in(namespace)
        .all()
        .withName("one")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"applicationId\": \"other\"}, \"status\": {\"observedGeneration\": 1}}");

    assertThat(stored("one").get("spec")).isEqualTo(sample().spec());
    assertThat(stored("one").at("/metadata/generation").asInt()).isEqualTo(1);
  }

  /** What an API server without rules stores all the same is the controller's: ValidityIT. */
  @ParameterizedTest
  @MethodSource("dev.fes.testbed.cluster.WrongManifest#all")
  void aWrongManifestIsRefusedInWordsOrLeftToTheController(WrongManifest wrong) {
    Kubectl.Answer answer =
        kubectl()
            .ask(
                wrong.manifest().text(),
                new String[] {"create", "--validate=false", "--dry-run=server", "-f", "-"});

    if (!wrong.byApiServer()) {
      assertThat(answer.isOk()).as(answer.text()).isTrue();
    } else if (!answer.isOk() || cluster.hasRules()) {
      assertThat(answer.isOk()).as(answer.text()).isFalse();
      assertThat(answer.text()).contains(wrong.field(), wrong.words());
    }
  }

  private Kubectl kubectl() {
    return namespace.kubectl();
  }

  private static Manifest sample() {
    return Manifest.example("postgres-outbox-to-nakadi.yaml").named("one");
  }

  private void applySample() {
    kubectl().apply(sample().text());
  }

  private void writeStatus() {
    GenericKubernetesResource written =
        Resources.in(namespace)
            .all()
            .withName("one")
            .subresource("status")
            .patch(PatchContext.of(PatchType.JSON_MERGE), STATUS);
    assertThat(written.getAdditionalProperties()).containsKey("status");
  }

  private static JsonNode withoutNulls(JsonNode node) {
    JsonNode copy = node.deepCopy();
    copy.findParents("sink").stream()
        .filter(parent -> parent.get("sink").isNull())
        .forEach(parent -> ((ObjectNode) parent).remove("sink"));
    return copy;
  }

  private JsonNode stored(String name) {
    return kubectl().json("get", "fes", name);
  }
}
