package dev.fes.controller.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a resource at a real API server. */
@Tag("cluster")
class ClusterLifeTest {

  private final TestCluster cluster = new TestCluster();
  private final ResourceApi api = new ResourceApi(cluster.client);
  private RunningController controller = controller();

  @AfterEach
  void close() {
    controller.close();
    cluster.close();
  }

  @Test
  void holdsAResourceAndTellsHowItIs() {
    GenericKubernetesResource made = cluster.create(outbox("one", "fes", stream("t")));

    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));
    GenericKubernetesResource now = get("one").orElseThrow();
    assertThat(now.getMetadata().getFinalizers()).containsExactly(Finalizer.NAME);
    assertThat(now.getMetadata().getGeneration()).isEqualTo(made.getMetadata().getGeneration());
    assertThat(now.<Object>get("spec")).isEqualTo(made.get("spec"));
    assertThat(now.<Object>get("status", "observedGeneration")).isEqualTo(1);
    assertThat(now.<Object>get("status", "summary", "streams")).isEqualTo("1/1");
    soon()
        .untilAsserted(
            () -> assertThat(events("one")).extracting(Event::getReason).contains("Running"));
  }

  @Test
  void leavesNothingOfADeletedResource() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));

    delete("one");

    soon().until(() -> get("one").isEmpty());
    assertThat(plans()).isEmpty();
    soon().until(() -> controller.reconciler.statuses().isEmpty());
  }

  @Test
  void letsGoOfAResourceThatWasDeletedWhileNoControllerRan() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));
    controller.close();
    delete("one");
    assertThat(get("one")).isPresent();

    controller = controller();

    soon().until(() -> get("one").isEmpty());
    assertThat(plans()).isEmpty();
  }

  @Test
  void keepsTheTimesOfConditionsOverARestart() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));
    Object before = conditions("one");
    controller.close();

    controller = controller();
    soon()
        .until(
            () ->
                controller.reconciler.isReconciled()
                    && !controller.reconciler.statuses().isEmpty());
    soon().until(() -> controller.meters.find("fes.controller.status.writes").counter() != null);

    assertThat(conditions("one")).isEqualTo(before);
  }

  @Test
  void putsItsFinalizerOnAgain() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));

    patch("one", "{\"metadata\":{\"finalizers\":null}}");

    soon()
        .untilAsserted(
            () ->
                assertThat(get("one").orElseThrow().getMetadata().getFinalizers())
                    .containsExactly(Finalizer.NAME));
  }

  @Test
  void leavesTheFinalizersOfOthersAlone() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));
    patch(
        "one",
        "{\"metadata\":{\"finalizers\":[\"example.org/other\",\"fes.zalando.org/cleanup\"]}}");

    delete("one");

    soon()
        .untilAsserted(
            () ->
                assertThat(get("one").orElseThrow().getMetadata().getFinalizers())
                    .containsExactly("example.org/other"));
    patch("one", "{\"metadata\":{\"finalizers\":null}}");
    soon().until(() -> get("one").isEmpty());
  }

  @Test
  void doesNotHoldAResourceThatCannotRun() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));

    cluster.create(outbox("two", "fes", stream("u")));

    soon().untilAsserted(() -> assertThat(condition("two", "Valid")).contains("False"));
    assertThat(get("two").orElseThrow().getMetadata().getFinalizers()).isNullOrEmpty();
    delete("two");
    soon().until(() -> get("two").isEmpty());
  }

  @Test
  void endsWithItsNamespace() {
    cluster.create(outbox("one", "fes", stream("t")));
    soon().untilAsserted(() -> assertThat(condition("one", "Ready")).contains("True"));

    cluster.client.namespaces().withName(cluster.namespace).delete();

    soon().until(() -> cluster.client.namespaces().withName(cluster.namespace).get() == null);
    soon().until(() -> controller.reconciler.statuses().isEmpty());
  }

  private RunningController controller() {
    return new RunningController(cluster.client, List.of(cluster.namespace), cluster.namespace);
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private Optional<GenericKubernetesResource> get(String name) {
    return api.get(key(name));
  }

  private Optional<String> condition(String name, String type) {
    return conditions(name).stream()
        .filter(condition -> type.equals(condition.get("type")))
        .map(condition -> String.valueOf(condition.get("status")))
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> conditions(String name) {
    Object found = get(name).map(resource -> resource.get("status", "conditions")).orElse(null);
    return found == null ? List.of() : (List<Map<String, Object>>) found;
  }

  private List<Event> events(String name) {
    return cluster.client.v1().events().inNamespace(cluster.namespace).list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .toList();
  }

  private List<?> plans() {
    return cluster
        .client
        .configMaps()
        .inNamespace(cluster.namespace)
        .withLabel("app.kubernetes.io/component", "plan")
        .list()
        .getItems();
  }

  private void delete(String name) {
    one(name).delete();
  }

  private void patch(String name, String mergePatch) {
    one(name).patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
  }

  private Resource<GenericKubernetesResource> one(String name) {
    return cluster
        .client
        .genericKubernetesResources("zalando.org/v1", "FabricEventStream")
        .inNamespace(cluster.namespace)
        .withName(name);
  }

  private ResourceKey key(String name) {
    return new ResourceKey(cluster.namespace, name);
  }
}
