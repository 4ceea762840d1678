package dev.fes.controller.kubernetes;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.controller.resource.Life;
import dev.fes.controller.resource.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of one resource of the cluster; of its status only since when its conditions hold.
 *
 * @param revision which object it is, as of when
 * @param finalizers of all who hold it
 */
record ClusterResource(
    Revision revision,
    Life life,
    List<String> finalizers,
    Map<String, Since> conditions,
    @Nullable FabricEventStream resource,
    List<Finding> findings) {

  /**
   * @param uid of this object; one that is made again under its name has another
   * @param version of its content
   */
  record Revision(String uid, String version) {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    static Revision of(ObjectMeta metadata) {
      return new Revision(
          metadata.getUid(), Optional.ofNullable(metadata.getResourceVersion()).orElse(""));
    }

    /** Never where one of the versions is no number, for then nobody can say. */
    boolean isNewerThan(Revision other) {
      return uid.equals(other.uid)
          && NUMBER.matcher(version).matches()
          && NUMBER.matcher(other.version).matches()
          && new BigInteger(version).compareTo(new BigInteger(other.version)) > 0;
    }
  }

  /** The status of a condition, and since when. */
  record Since(boolean status, Instant time) {}

  /** What kubectl notes down: the whole resource once more. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterResource.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  ClusterResource {
    finalizers = List.copyOf(finalizers);
    conditions = Map.copyOf(conditions);
    findings = List.copyOf(findings);
  }

  static ResourceKey key(GenericKubernetesResource object) {
    return new ResourceKey(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /** Read as a file with the same content would be. */
  static ClusterResource of(GenericKubernetesResource object) {
    ObjectMeta metadata = object.getMetadata();
    Map<String, String> annotations = annotations(metadata);
    Life life =
        new Life(
            Optional.ofNullable(metadata.getGeneration()).orElse(0L),
            annotations,
            metadata.getDeletionTimestamp() != null);
    List<String> finalizers = Optional.ofNullable(metadata.getFinalizers()).orElse(List.of());
    return switch (reading(object, annotations)) {
      case Reading.Valid valid ->
          new ClusterResource(
              Revision.of(metadata),
              life,
              finalizers,
              conditions(object),
              valid.resource(),
              valid.warnings());
      case Reading.Invalid invalid ->
          new ClusterResource(
              Revision.of(metadata),
              life,
              finalizers,
              conditions(object),
              null,
              invalid.findings());
    };
  }

  String uid() {
    return revision.uid();
  }

  boolean isHeldBy(String finalizer) {
    return finalizers.contains(finalizer);
  }

  /** Whether nothing that matters to the controller has changed; its own status does not. */
  boolean isLike(ClusterResource other) {
    return uid().equals(other.uid())
        && life.equals(other.life)
        && finalizers.equals(other.finalizers);
  }

  Manifest manifest(ResourceKey key) {
    return new Manifest("the cluster", key, life, resource, findings);
  }

  private static Map<String, String> annotations(ObjectMeta metadata) {
    Map<String, String> annotations =
        new HashMap<>(Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of()));
    annotations.remove(LAST_APPLIED);
    return annotations;
  }

  /** Whatever is in one object, the others have to be read. */
  private static Reading reading(
      GenericKubernetesResource object, Map<String, String> annotations) {
    Map<String, Object> text = new HashMap<>();
    text.put("apiVersion", object.getApiVersion());
    text.put("kind", object.getKind());
    text.put(
        "metadata",
        Map.of(
            "name", object.getMetadata().getName(),
            "namespace", object.getMetadata().getNamespace(),
            "annotations", annotations));
    text.put("spec", object.getAdditionalProperties().get("spec"));
    try {
      return ResourceReader.read(JSON.writeValueAsString(text)).getFirst();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} cannot be read", key(object), e);
      return new Reading.Invalid(
          key(object),
          annotations,
          List.of(
              new Finding(
                  "spec",
                  "cannot be read (%s): undo the last change, and tell whoever runs the controller"
                      .formatted(e.getClass().getSimpleName()))));
    }
  }

  private static Map<String, Since> conditions(GenericKubernetesResource object) {
    Map<String, Since> found = new HashMap<>();
    if (object.get("status", "conditions") instanceof List<?> conditions) {
      conditions.forEach(condition -> note(condition, found));
    }
    return found;
  }

  private static void note(@Nullable Object condition, Map<String, Since> found) {
    if (condition instanceof Map<?, ?> fields
        && fields.get("type") instanceof String type
        && fields.get("lastTransitionTime") instanceof String time) {
      try {
        found.put(type, new Since("True".equals(fields.get("status")), Instant.parse(time)));
      } catch (DateTimeParseException _) {
        // somebody else wrote it; it is written anew
      }
    }
  }
}
