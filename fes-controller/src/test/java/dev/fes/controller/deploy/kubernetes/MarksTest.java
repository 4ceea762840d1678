package dev.fes.controller.deploy.kubernetes;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarksTest {

  private static final Map<String, String> EDITED = Map.of("app.kubernetes.io/managed-by", "me");

  private final PlacedUnit sink = Placing.placed(plan(outbox("x", "fes", stream("t"))), Role.SINK);
  private final String owner = sink.placement().ownerUid();

  @Test
  void itsOwnerAloneSaysWhoseAnObjectIs() {
    assertThat(Marks.isOurs(owned(EDITED, owner), sink)).isTrue();
    assertThat(Marks.isOurs(owned(Map.of(), owner), sink)).isTrue();
    assertThat(Marks.isOurs(owned(Marks.OURS, "another"), sink)).isFalse();
  }

  @Test
  void whatNobodyOwnsIsOursByItsLabel() {
    assertThat(Marks.isOurs(object(Marks.OURS), sink)).isTrue();
    assertThat(Marks.isOurs(object(EDITED), sink)).isFalse();
    assertThat(Marks.isOurs(object(Map.of()), sink)).isFalse();
  }

  private static ConfigMap object(Map<String, String> labels) {
    return new ConfigMapBuilder().withNewMetadata().withLabels(labels).endMetadata().build();
  }

  private static ConfigMap owned(Map<String, String> labels, String uid) {
    return object(labels)
        .edit()
        .editMetadata()
        .addNewOwnerReference()
        .withUid(uid)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
