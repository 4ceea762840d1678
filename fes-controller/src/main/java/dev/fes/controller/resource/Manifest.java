package dev.fes.controller.resource;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One resource of a file, as it is written now.
 *
 * @param resource null when it is not valid; then {@code findings} say why
 */
public record Manifest(
    String file, ResourceKey key, @Nullable FabricEventStream resource, List<Finding> findings) {

  public Manifest {
    findings = List.copyOf(findings);
  }

  static Manifest valid(String file, FabricEventStream resource) {
    return new Manifest(file, resource.key(), resource, List.of());
  }

  static Manifest invalid(String file, ResourceKey key, List<Finding> findings) {
    return new Manifest(file, key, null, findings);
  }
}
