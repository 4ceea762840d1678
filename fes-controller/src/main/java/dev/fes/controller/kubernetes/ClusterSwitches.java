package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.reconcile.Switches;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  public void set(ResourceKey key, Annotation name, String value) {
    patch(key, Collections.singletonMap(name.key(), value));
  }

  @Override
  public void clear(ResourceKey key, Collection<Annotation> names) {
    Map<String, @Nullable String> nothing = new TreeMap<>();
    names.forEach(name -> nothing.put(name.key(), null));
    patch(key, nothing);
  }

  private void patch(ResourceKey key, Map<String, @Nullable String> annotations) {
    String patch =
        JsonMapper.shared()
            .writeValueAsString(Map.of("metadata", Map.of("annotations", annotations)));
    try {
      api.patchAnnotations(key, patch).ifPresent(resources::take);
    } catch (KubernetesClientException e) {
      throw new Refused("the API server does not take it: " + e.getMessage(), e);
    }
  }
}
