package dev.fes.controller.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.ResourceStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API server cannot be reached for a while, and much happens meanwhile. */
@Tag("cluster")
class ClusterOutageTest {

  private final TestCluster cluster = new TestCluster();
  private final Gate gate = new Gate(URI.create(cluster.client.getMasterUrl().toString()));
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(cluster.client.getConfiguration())
                  .withMasterUrl(gate.address())
                  .withDisableHostnameVerification(true)
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final RunningController controller =
      new RunningController(client, List.of(cluster.namespace), cluster.namespace);

  ClusterOutageTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    controller.close();
    client.close();
    gate.close();
    cluster.close();
  }

  @Test
  void takesUpWhatHappenedMeanwhile() {
    cluster.create(outbox("gone", "slot_1", stream("t")));
    cluster.create(outbox("stays", "slot_2", stream("t")));
    await(() -> isReady("gone") && isReady("stays"));

    gate.shut();
    one("gone").delete();
    one("stays")
        .edit(
            resource -> {
              resource.getMetadata().setAnnotations(Map.of("fes.zalando.org/paused", "true"));
              return resource;
            });
    cluster.create(outbox("comes", "slot_3", stream("t")));
    assertThat(isReady("stays")).isTrue();
    gate.open();

    await(() -> isReady("comes"));
    await(() -> status("gone").isEmpty() && one("gone").get() == null);
    await(() -> reason("stays").equals("Paused"));
  }

  private void await(Callable<Boolean> claim) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(claim);
  }

  private boolean isReady(String name) {
    return status(name).map(s -> s.condition(Condition.Type.READY).status()).orElse(false);
  }

  private String reason(String name) {
    return status(name).map(s -> s.condition(Condition.Type.READY).reason()).orElse("");
  }

  private Optional<ResourceStatus> status(String name) {
    return controller.reconciler.status(new ResourceKey(cluster.namespace, name));
  }

  private Resource<GenericKubernetesResource> one(String name) {
    return cluster
        .client
        .genericKubernetesResources("zalando.org/v1", "FabricEventStream")
        .inNamespace(cluster.namespace)
        .withName(name);
  }
}
