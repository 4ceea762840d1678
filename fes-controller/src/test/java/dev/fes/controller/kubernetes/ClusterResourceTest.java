package dev.fes.controller.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.kubernetes.ClusterResource.Revision;
import dev.fes.controller.kubernetes.ClusterResource.Since;
import dev.fes.controller.plan.Manifests;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterResourceTest {

  private final String yaml = outbox("one", "fes", stream("t"));

  @Test
  void isReadAsAFileIs() {
    GenericKubernetesResource object = object(yaml);

    ClusterResource resource = ClusterResource.of(object);

    assertThat(resource.resource().eventStreams()).isEqualTo(Manifests.read(yaml).eventStreams());
    assertThat(resource.resource().key()).isEqualTo(ClusterResource.key(object));
    assertThat(resource.life().generation()).isEqualTo(4);
  }

  @Test
  void saysWhatIsWrong() {
    ClusterResource resource =
        ClusterResource.of(object(yaml.replace("applicationId", "application")));

    assertThat(resource.resource()).isNull();
    assertThat(resource.findings()).isNotEmpty();
  }

  @Test
  void aFaultOfTheReadersOwnIsThisResourcesAlone() {
    GenericKubernetesResource object = object(yaml);
    object.setAdditionalProperty("spec", new Broken());

    ClusterResource resource = ClusterResource.of(object);

    assertThat(resource.resource()).isNull();
    assertThat(resource.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("cannot be read"));
  }

  @Test
  void keepsNoSecondCopyOfTheResource() {
    GenericKubernetesResource object = object(yaml);
    object
        .getMetadata()
        .setAnnotations(
            Map.of(
                "kubectl.kubernetes.io/last-applied-configuration", "{…}",
                "fes.zalando.org/paused", "true"));

    assertThat(ClusterResource.of(object).life().annotations())
        .containsExactly(Map.entry("fes.zalando.org/paused", "true"));
  }

  @Test
  void knowsSinceWhenItsConditionsHold() {
    GenericKubernetesResource object = object(yaml);
    object.setAdditionalProperty(
        "status",
        Map.of(
            "conditions",
            List.of(
                Map.of(
                    "type", "Ready",
                    "status", "True",
                    "lastTransitionTime", "2026-11-22T11:00:00Z"),
                Map.of("type", "Deployed", "status", "True", "lastTransitionTime", "yesterday"))));

    assertThat(ClusterResource.of(object).conditions())
        .isEqualTo(Map.of("Ready", new Since(true, Instant.parse("2026-11-22T11:00:00Z"))));
  }

  @Test
  void isTheSameWhateverItsStatusIs() {
    GenericKubernetesResource object = object(yaml);
    ClusterResource before = ClusterResource.of(object);
    object.setAdditionalProperty("status", Map.of("observedGeneration", 4));

    assertThat(before.isLike(ClusterResource.of(object))).isTrue();
    object.getMetadata().setGeneration(5L);
    assertThat(before.isLike(ClusterResource.of(object))).isFalse();
  }

  @Test
  void isNewerByTheNumberOfItsVersion() {
    assertThat(revision("u-1", "100").isNewerThan(revision("u-1", "99"))).isTrue();
    assertThat(revision("u-1", "99").isNewerThan(revision("u-1", "100"))).isFalse();
    assertThat(revision("u-1", "100").isNewerThan(revision("u-1", "100"))).isFalse();
    assertThat(
            revision("u-1", "99999999999999999999").isNewerThan(revision("u-1", "9999999999999")))
        .isTrue();
  }

  @Test
  void isNotNewerWhereThatCannotBeKnown() {
    assertThat(revision("u-2", "100").isNewerThan(revision("u-1", "99"))).isFalse();
    assertThat(revision("u-1", "b").isNewerThan(revision("u-1", "a"))).isFalse();
    assertThat(revision("u-1", "100").isNewerThan(revision("u-1", "a"))).isFalse();
    assertThat(revision("u-1", "").isNewerThan(revision("u-1", "1"))).isFalse();
  }

  private Revision revision(String uid, String version) {
    GenericKubernetesResource object = object(yaml);
    object.getMetadata().setUid(uid);
    object.getMetadata().setResourceVersion(version);
    return ClusterResource.of(object).revision();
  }

  private static GenericKubernetesResource object(String yaml) {
    GenericKubernetesResource object =
        new KubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    object.getMetadata().setNamespace("team");
    object.getMetadata().setUid("u-1");
    object.getMetadata().setGeneration(4L);
    return object;
  }

  /** Cannot be read by anybody. */
  private static final class Broken {
    @SuppressWarnings("unused") // by Jackson
    public String getField() {
      throw new IllegalStateException("a bug");
    }
  }
}
