package dev.fes.controller.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** So many that whatever is done for each of them at once, or for all at each of them, shows. */
@Tag("cluster")
class ThousandResourcesTest {

  private static final int RESOURCES = 1000;

  @Test
  void areAllEvaluatedSoonAfterAColdStart() {
    try (TestCluster cluster = new TestCluster()) {
      fill(cluster);
      try (RunningController controller = controller(cluster)) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(5))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(ready(cluster)).isEqualTo(RESOURCES));
        assertThat(controller.reconciler.isReconciled()).isTrue();
      }
    }
  }

  private static void fill(TestCluster cluster) {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < RESOURCES; i++) {
        int number = i;
        threads.submit(
            () -> cluster.create(outbox("r" + number, "slot_" + number, stream("t"), stream("u"))));
      }
    }
  }

  private static RunningController controller(TestCluster cluster) {
    return new RunningController(cluster.client, List.of(cluster.namespace), cluster.namespace);
  }

  private static long ready(TestCluster cluster) {
    return cluster
        .client
        .genericKubernetesResources("zalando.org/v1", "FabricEventStream")
        .inNamespace(cluster.namespace)
        .list()
        .getItems()
        .stream()
        .filter(ThousandResourcesTest::isReady)
        .count();
  }

  private static boolean isReady(GenericKubernetesResource resource) {
    return resource.get("status", "conditions") instanceof List<?> conditions
        && conditions.stream()
            .anyMatch(
                condition ->
                    condition instanceof Map<?, ?> fields
                        && "Ready".equals(fields.get("type"))
                        && "True".equals(fields.get("status")));
  }
}
