package dev.fes.controller.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;

class ClusterPlansTest {

  private static final Plan PLAN = plan(outbox("n".repeat(253), "fes", stream("t")));

  @Test
  void readsWhatItWrites() {
    ConfigMap map = configMap();

    assertThat(ClusterPlans.read(map)).contains(PLAN);
    assertThat(map.getMetadata().getNamespace()).isEqualTo("fes");
    assertThat(map.getMetadata().getName()).hasSizeLessThan(63);
    assertThat(map.getMetadata().getLabels().values()).allMatch(value -> value.length() <= 63);
  }

  @Test
  void leavesOutWhatCannotBeRead() {
    ConfigMap other = new ConfigMapBuilder(configMap()).withBinaryData(null).build();
    ConfigMap broken =
        new ConfigMapBuilder(configMap()).addToBinaryData("plan.json.gz", "e30=").build();

    assertThat(ClusterPlans.read(other)).isEmpty();
    assertThat(ClusterPlans.read(broken)).isEmpty();
  }

  private static ConfigMap configMap() {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      return new ClusterPlans(client, "fes").configMap(PLAN);
    }
  }
}
