package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.reconcile.Switches;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Annotations of the resource itself: they tolerate its other writers, and go when it goes. */
record ClusterSwitches(ClusterResources resources, ResourceApi api) implements Switches {

  @Override
  public Optional<String> get(ResourceKey key, Annotation name) {
    return resources
        .get(key)
        .flatMap(resource -> Optional.ofNullable(name.in(resource.life().annotations())));
  }

  @Override
  public void set(ResourceKey key, Annotation name, @Nullable String value) {
    api.patchAnnotations(
            key,
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "metadata",
                        Map.of("annotations", Collections.singletonMap(name.key(), value)))))
        .ifPresent(resources::take);
  }
}
