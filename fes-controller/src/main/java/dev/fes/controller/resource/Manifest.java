package dev.fes.controller.resource;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource, as it is written now.
 *
 * @param origin the file it is of, or where else it is
 * @param resource null when it is not valid; then {@code findings} say why
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

  static Manifest valid(String file, FabricEventStream resource) {
    return new Manifest(
        file, resource.key(), Life.unversioned(resource.annotations()), resource, List.of());
  }

  static Manifest invalid(String file, ResourceKey key, List<Finding> findings) {
    return new Manifest(file, key, Life.unversioned(Map.of()), null, findings);
  }
}
