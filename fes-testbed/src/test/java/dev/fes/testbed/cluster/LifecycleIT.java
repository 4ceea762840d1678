package dev.fes.testbed.cluster;

import static dev.fes.testbed.cluster.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The life of a resource, from {@code kubectl apply} to nothing. */
@Tag("cluster")
@ExtendWith(House.Fixture.class)
class LifecycleIT {

  /** So long nothing happening is told from something that has not happened yet. */
  private static final Duration A_WHILE = Duration.ofSeconds(15);

  private final House house;

  LifecycleIT(House.Shared shared) {
    this.house = shared.house();
  }

  @AfterEach
  void deleteWhatIsLeft() {
    Resources resources = Resources.in(house.team());
    resources
        .list()
        .forEach(
            resource -> {
              String name = resource.getMetadata().getName();
              resources.annotate(name, Map.of("fes.zalando.org/skip-drain", "true"));
              resources.delete(name);
            });
    eventually(() -> assertThat(resources.list()).isEmpty());
  }

  @Test
  void aStageIsADeploymentAndAConfigMapOfOneNameThatTheResourceOwns() {
    Deployments deployments = house.run(Samples.outbox("objects"));

    assertThat(deployments.all().keySet())
        .hasSize(4)
        .isEqualTo(deployments.configMaps().keySet())
        .allMatch(name -> name.startsWith("objects-"));
    assertThat(deployments.all().values())
        .allSatisfy(deployment -> assertThat(owner(deployment)).isEqualTo("objects"));
  }

  @Test
  void aPersonCanWaitForEachCondition() {
    kubectl().apply(Samples.outbox("waited").text());

    List.of("Valid", "Deployed", "Ready")
        .forEach(condition -> house.awaitCondition("waited", condition));

    assertThat(kubectl().ok("get", "fes", "waited")).contains("my-application", "True", "1/1");
  }

  @Test
  void theStatusSaysWhichSpecItIsOfAndWhatRuns() {
    house.run(Samples.outbox("status"));

    eventually(
        () -> {
          JsonNode status = kubectl().json("get", "fes", "status").get("status");
          assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
          JsonNode stream = status.at("/eventStreams/0");
          assertThat(stream.path("definition").asString())
              .isEqualTo("postgres | generic-nakadi-event | nakadi");
          assertThat(stream.path("state").asString()).isEqualTo("Running");
        });
  }

  @Test
  void specAndLabelsStayAsTheyWereWritten() {
    Manifest manifest = Samples.operators("untouched");
    createSecret();

    house.run(manifest);

    JsonNode stored = kubectl().json("get", "fes", "untouched");
    assertThat(stored.path("metadata").path("generation").asInt()).isEqualTo(1);
    assertThat(stored.path("metadata").path("labels")).isEqualTo(manifest.get("metadata.labels"));
  }

  @Test
  void eventsTellWhatHappened() {
    house.run(Samples.outbox("told"));

    eventually(() -> assertThat(kubectl().ok("describe", "fes", "told")).contains("Running"));
    eventually(
        () ->
            assertThat(
                    kubectl().ok("get", "events", "--field-selector", "involvedObject.name=told"))
                .contains("Normal"));
  }

  @Test
  void aDeploymentThatSomebodyChangesIsPutRight() {
    Deployments deployments = house.run(Samples.outbox("drift"));
    Deployment sink = deployments.of("sink");
    String name = sink.getMetadata().getName();

    kubectl().ok("scale", "deployment", name, "--replicas=3");
    kubectl().ok("set", "image", "deployment/" + name, "*=somebody/else:1");

    eventually(
        () -> {
          Deployment now = deployments.of("sink");
          assertThat(now.getSpec().getReplicas()).isEqualTo(1);
          assertThat(container(now).getImage()).isEqualTo(container(sink).getImage());
        });
  }

  @Test
  void whatSomebodyDeletesIsMadeAgain() {
    Deployments deployments = house.run(Samples.outbox("erased"));
    String flow = deployments.of("flow").getMetadata().getName();

    kubectl().ok("delete", "deployment/" + flow, "configmap/" + flow);

    eventually(
        () -> {
          assertThat(deployments.all()).containsKey(flow);
          assertThat(deployments.configMaps()).containsKey(flow);
        });
  }

  @Test
  void aConfigMapThatSomebodyEditsIsPutRight() {
    Deployments deployments = house.run(Samples.outbox("edited"));
    String sink = deployments.of("sink").getMetadata().getName();
    Map<String, String> settings = deployments.configMaps().get(sink).getData();

    kubectl()
        .ok(
            "patch",
            "configmap",
            sink,
            "--type=merge",
            "-p",
            "{\"data\": {\"application.yaml\": \"{}\"}}");

    eventually(() -> assertThat(deployments.configMaps().get(sink).getData()).isEqualTo(settings));
  }

  @Test
  void theOrderOfEventStreamsRestartsNothing() {
    createSecret();
    Manifest manifest = Samples.operators("shuffled");
    Deployments deployments = house.run(manifest);
    Map<String, Long> before = deployments.generations();

    kubectl().apply(Samples.shuffled(manifest).text());

    eventually(() -> assertThat(observed("shuffled")).isEqualTo(2));
    await()
        .during(A_WHILE)
        .atMost(A_WHILE.multipliedBy(2))
        .untilAsserted(() -> assertThat(deployments.generations()).isEqualTo(before));
  }

  @Test
  void aChangedSettingRestartsExactlyTheStageThatItConcerns() {
    Manifest manifest = Samples.outbox("changed");
    Deployments deployments = house.run(manifest);
    Map<String, Deployments.Template> before = deployments.templates();

    kubectl().apply(manifest.with("sink.maxBatchSize", "7").text());

    eventually(() -> assertThat(changed(before, deployments)).containsExactly("sink"));
    house.awaitCondition("changed", "Ready");
    assertThat(changed(before, deployments)).containsExactly("sink");
  }

  @Test
  void aRotatedSecretRestartsExactlyTheSource() {
    createSecret();
    Deployments deployments = house.run(Samples.operators("rotated"));
    Map<String, Deployments.Template> before = deployments.templates();

    rotateSecret();

    eventually(() -> assertThat(changed(before, deployments)).containsExactly("source"));
  }

  @Test
  void aPausedResourceHasNoSourceAndSaysSo() {
    Deployments deployments = house.run(Samples.outbox("paused"));

    kubectl().ok("annotate", "fes", "paused", "fes.zalando.org/paused=true");

    eventually(
        () -> {
          assertThat(deployments.of("source").getSpec().getReplicas()).isZero();
          assertThat(state("paused")).isEqualTo("Paused");
        });
    assertThat(deployments.of("sink").getSpec().getReplicas()).isEqualTo(1);

    kubectl().ok("annotate", "fes", "paused", "fes.zalando.org/paused-");

    eventually(() -> assertThat(deployments.of("source").getSpec().getReplicas()).isEqualTo(1));
    house.awaitCondition("paused", "Ready");
  }

  @Test
  void whatBecomesInvalidRunsOnAndIsMendedByTheNextUpdate() {
    Manifest manifest = Samples.outbox("mended");
    Deployments deployments = house.run(manifest);
    Map<String, Long> before = deployments.generations();

    kubectl().apply(manifest.with("source.filter", "'no path'").text());

    eventually(
        () -> {
          assertThat(condition("mended", "Valid").path("status").asString()).isEqualTo("False");
          assertThat(condition("mended", "Valid").path("message").asString())
              .startsWith("spec.eventStreams[0].source.filter: ");
        });
    assertThat(deployments.generations()).isEqualTo(before);

    kubectl().apply(manifest.text());

    house.awaitCondition("mended", "Valid");
    assertThat(deployments.generations()).isEqualTo(before);
  }

  @Test
  void deletionLeavesNothing() {
    house.run(Samples.outbox("deleted"));
    assertThat(house.broker().namesOf(house.team(), "deleted")).isNotEmpty();

    kubectl().ok("delete", "fes", "deleted", "--timeout=90s");

    house.assertNothingIsLeftOf(house.team(), "deleted");
    eventually(() -> assertThat(pods("deleted")).isEmpty());
  }

  @Test
  void deletionOfWhatNeverRanEndsAtOnce() {
    kubectl().apply(Samples.outbox("never").with("source.filter", "'no path'").text());
    eventually(
        () -> assertThat(condition("never", "Valid").path("status").asString()).isEqualTo("False"));

    kubectl().ok("delete", "fes", "never", "--timeout=30s");

    house.assertNothingIsLeftOf(house.team(), "never");
  }

  @Test
  void deletionOfAPausedResourceEnds() {
    Manifest paused = Samples.outbox("asleep");
    paused.tree().withObject("/metadata/annotations").put("fes.zalando.org/paused", "true");
    kubectl().apply(paused.text());
    house.awaitCondition("asleep", "Deployed");

    kubectl().ok("delete", "fes", "asleep", "--timeout=90s");

    house.assertNothingIsLeftOf(house.team(), "asleep");
  }

  @Test
  void aResourceThatIsMadeAgainAtOnceRuns() {
    Manifest manifest = Samples.outbox("again");
    house.run(manifest);

    kubectl().ok("delete", "fes", "again", "--timeout=90s");
    house.run(manifest);

    assertThat(house.deployments("again").all()).hasSize(4);
  }

  @Test
  void theDeletionOfTheNamespaceIsNeverHeldUp() {
    Namespace doomed = house.doomed();
    doomed.kubectl().apply(Samples.outbox("lost").text());
    doomed.kubectl().ok("wait", "--for=condition=Ready", "--timeout=90s", "fes/lost");

    new Kubectl().ok("delete", "namespace", doomed.name(), "--timeout=120s");

    eventually(() -> assertThat(house.broker().namesOf(doomed, "lost")).isEmpty());
  }

  private Kubectl kubectl() {
    return house.team().kubectl();
  }

  private void createSecret() {
    house
        .team()
        .client()
        .secrets()
        .inNamespace(house.team().name())
        .resource(Samples.secret(Samples.PASSWORD))
        .serverSideApply();
  }

  private void rotateSecret() {
    house
        .team()
        .client()
        .secrets()
        .inNamespace(house.team().name())
        .withName(Samples.SECRET)
        .edit(
            secret -> {
              secret.setStringData(Map.of("password", "another"));
              return secret;
            });
  }

  /** The roles whose pods were replaced. */
  private static List<String> changed(
      Map<String, Deployments.Template> before, Deployments deployments) {
    Map<String, Deployments.Template> now = new TreeMap<>(deployments.templates());
    now.entrySet().removeAll(before.entrySet());
    return now.keySet().stream().map(name -> name.replaceAll(".*-", "")).toList();
  }

  private static String owner(Deployment deployment) {
    OwnerReference owner = deployment.getMetadata().getOwnerReferences().getFirst();
    assertThat(owner.getController()).isTrue();
    return owner.getName();
  }

  private static Container container(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private JsonNode condition(String resource, String type) {
    return kubectl()
        .json("get", "fes", resource)
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError(resource + " has no condition " + type));
  }

  private String state(String resource) {
    return kubectl().json("get", "fes", resource).at("/status/eventStreams/0/state").asString();
  }

  private int observed(String resource) {
    return kubectl().json("get", "fes", resource).at("/status/observedGeneration").asInt();
  }

  private List<String> pods(String resource) {
    return house
        .team()
        .client()
        .pods()
        .inNamespace(house.team().name())
        .withLabel("app.kubernetes.io/instance", resource)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
