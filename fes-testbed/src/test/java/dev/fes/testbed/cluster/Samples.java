package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Collections;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Resources to apply, each with a reader of its own, so that no two want the same. */
final class Samples {

  static final String SECRET = "fes-user.acid-stream-cluster.credentials.postgresql.acid.zalan.do";

  /** What must be found nowhere but in the Secret. */
  static final String PASSWORD = "swordfish-4711";

  private Samples() {}

  /** One event stream: source, flow, sink, dead-letter sink. */
  static Manifest outbox(String name) {
    return withSlot(Manifest.example("postgres-outbox-to-nakadi.yaml").named(name));
  }

  /** As the postgres-operator writes it: three event streams on one slot, a Secret. */
  static Manifest operators(String name) {
    return withSlot(Manifest.example("postgres-operator-emitted.json").named(name));
  }

  static Manifest shuffled(Manifest manifest) {
    Manifest copy = new Manifest(manifest.tree().deepCopy());
    ArrayNode streams = (ArrayNode) copy.get("spec.eventStreams");
    var order = new java.util.ArrayList<>(streams.valueStream().toList());
    Collections.rotate(order, 1);
    streams.removeAll();
    streams.addAll(order);
    return copy;
  }

  static Secret secret(String password) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(SECRET)
        .endMetadata()
        .withStringData(Map.of("username", "fes_user", "password", password))
        .build();
  }

  /** Many at once, for a list is applied by one call. */
  static String list(Iterable<Manifest> manifests) {
    ObjectNode list = JsonMapper.shared().createObjectNode();
    list.put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    manifests.forEach(manifest -> items.add(manifest.tree()));
    return list.toString();
  }

  private static Manifest withSlot(Manifest manifest) {
    for (JsonNode stream : manifest.get("spec.eventStreams")) {
      ((ObjectNode) stream.at("/source/jdbcConnection"))
          .put("slotName", manifest.name().replace('-', '_'));
    }
    return manifest;
  }
}
