package dev.fes.controller.resource;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource, as it is written now.
 *
 * @param origin the file it is of, or where else it is
 * @param resource null when it is not valid; then {@code findings} say why, else they are warnings
 */
public record Manifest(
    String origin,
    ResourceKey key,
    Life life,
    @Nullable FabricEventStream resource,
    List<Finding> findings) {

  public Manifest {
    findings = List.copyOf(findings);
  }

  /** The same with these annotations beside its own, and before them. */
  public Manifest with(Map<String, String> annotations) {
    if (annotations.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(life.annotations());
    all.putAll(annotations);
    return new Manifest(
        origin,
        key,
        new Life(life.generation(), all, life.ending()),
        resource == null ? null : resource.withAnnotations(all),
        findings);
  }

  static Manifest valid(String file, FabricEventStream resource, List<Finding> warnings) {
    return new Manifest(
        file, resource.key(), Life.unversioned(resource.annotations()), resource, warnings);
  }

  /** Whether it says that it is something else: by mistake, or because it is. */
  boolean isOfAnotherKind() {
    return resource == null && findings.stream().anyMatch(f -> f.path().equals("kind"));
  }

  /** What is ignored in it, or will not work elsewhere. */
  public List<Finding> warnings() {
    return resource == null ? List.of() : findings;
  }

  static Manifest invalid(
      String file, ResourceKey key, Map<String, String> annotations, List<Finding> findings) {
    return new Manifest(file, key, Life.unversioned(annotations), null, findings);
  }

  /** The same while nobody can say what it is now. */
  Manifest unreadable(List<Finding> why) {
    return new Manifest(origin, key, life, null, why);
  }
}
