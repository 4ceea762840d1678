package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.EventId;
import dev.fes.controller.plan.Role;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The labels and annotations by which our objects are known. */
final class Marks {

  static final String PREFIX = "fes.zalando.org/";
  static final String MANAGER = "fes-controller";
  static final String CONFIG_HASH = "fes.zalando.org/config-hash";
  static final String SECRET_VERSIONS = "fes.zalando.org/secret-versions";
  static final String RESTARTED = "fes.zalando.org/restarted-at";
  static final String STAGE = "fes.zalando.org/stage";

  /** In place of {@link #STAGE} on the pods of a release, which are no pods of the stage. */
  static final String RELEASE = "fes.zalando.org/release";

  static final String OWNER_KIND = "FabricEventStream";
  static final String OWNER_API = "zalando.org/v1";

  private static final String RESOURCE = "fes.zalando.org/resource";
  private static final String PART_OF = "app.kubernetes.io/part-of";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final int LABEL = 63;
  private static final int HASH = 8;

  /** What all our objects have, and what we watch by. */
  static final Map<String, String> OURS = Map.of(PART_OF, "fes", MANAGED_BY, MANAGER);

  private Marks() {}

  static Map<String, String> labels(PlacedUnit placed) {
    Map<String, String> labels = new TreeMap<>(OURS);
    labels.put("app.kubernetes.io/name", placed.unit().module());
    labels.put(COMPONENT, placed.unit().title());
    labels.put("app.kubernetes.io/instance", value(placed.key().name()));
    labels.put("fes.zalando.org/application", value(placed.placement().applicationId()));
    return labels;
  }

  /**
   * Of a stage that nobody remembers any more as well. Several together count as a source: they
   * stop first.
   */
  static Role role(HasMetadata object) {
    return label(object, COMPONENT)
        .flatMap(title -> Stream.of(Role.values()).filter(r -> r.title().equals(title)).findFirst())
        .orElse(Role.SOURCE);
  }

  static Map<String, String> selector(String stage) {
    return Map.of(STAGE, stage);
  }

  /** The resource in full, for a label may have had to cut it. */
  static Map<String, String> annotations(PlacedUnit placed) {
    return Map.of(RESOURCE, placed.key().name());
  }

  static Optional<ResourceKey> resource(HasMetadata object) {
    return annotation(object, RESOURCE)
        .map(name -> new ResourceKey(object.getMetadata().getNamespace(), name));
  }

  static Optional<String> annotation(HasMetadata object, String name) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
  }

  static Optional<String> label(HasMetadata object, String name) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? Optional.empty() : Optional.ofNullable(labels.get(name));
  }

  /**
   * Made by us for this very resource, or by us for one that was cut from it. Anybody may edit a
   * label, so it counts only where no owner is named.
   */
  static boolean isOurs(HasMetadata object, PlacedUnit placed) {
    return controller(object)
        .map(owner -> owner.getUid().equals(placed.placement().ownerUid()))
        .orElseGet(() -> isManaged(object));
  }

  /** Made by us for the resource of this name, as far as its owner or label tells. */
  static boolean isOurs(HasMetadata object, ResourceKey key) {
    return controller(object)
        .map(owner -> owner.getKind().equals(OWNER_KIND) && owner.getName().equals(key.name()))
        .orElseGet(() -> isManaged(object));
  }

  private static boolean isManaged(HasMetadata object) {
    return label(object, MANAGED_BY).filter(MANAGER::equals).isPresent();
  }

  static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  /** The text itself where it fits; a cut keeps a hash of all of it. */
  private static String value(String text) {
    if (text.length() <= LABEL) {
      return text;
    }
    String hash = EventId.of("label", text).toString().substring(0, HASH);
    return text.substring(0, LABEL - HASH - 1) + "-" + hash;
  }
}
