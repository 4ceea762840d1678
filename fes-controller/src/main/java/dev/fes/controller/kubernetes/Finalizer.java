package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Hold;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our mark on a resource, for which the API server keeps it until we take it off. Whoever else
 * writes the resource may lose the mark; the next look puts it on again.
 */
final class Finalizer implements Hold {

  static final String NAME = "fes.zalando.org/cleanup";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** A patch that does not fit what is there, by its test or by its version. */
  private static final List<Integer> OUTDATED = List.of(409, 422);

  private final ClusterResources resources;
  private final ResourceApi api;
  private final Namespaces namespaces;

  Finalizer(ClusterResources resources, ResourceApi api, Namespaces namespaces) {
    this.resources = resources;
    this.api = api;
    this.namespaces = namespaces;
  }

  @Override
  public void put(ResourceKey key) {
    ClusterResource resource = resources.get(key).orElse(null);
    if (resource != null && !resource.life().ending() && !resource.isHeldBy(NAME)) {
      change(key, resource, Finalizer::with);
    }
  }

  @Override
  public void take(ResourceKey key) {
    ClusterResource resource = resources.get(key).orElse(null);
    if (resource != null && resource.life().ending() && resource.isHeldBy(NAME)) {
      change(key, resource, Finalizer::without);
    }
  }

  @Override
  public boolean isServed(ResourceKey key) {
    return resources.get(key).isPresent() && !namespaces.isEnding(key.namespace());
  }

  /** What we have seen may be old: then what is there now is looked at, once. */
  private void change(ResourceKey key, ClusterResource seen, UnaryOperator<List<String>> change) {
    try {
      patch(key, seen.uid(), seen.finalizers(), change);
    } catch (KubernetesClientException e) {
      if (!OUTDATED.contains(e.getCode())) {
        throw e;
      }
      Optional<GenericKubernetesResource> now = api.get(key);
      now.map(ClusterResource::of)
          .filter(resource -> resource.uid().equals(seen.uid()))
          .ifPresent(resource -> patch(key, resource.uid(), resource.finalizers(), change));
    }
  }

  private void patch(
      ResourceKey key, String uid, List<String> before, UnaryOperator<List<String>> change) {
    api.patchMetadata(key, json(uid, before, change.apply(before))).ifPresent(resources::take);
  }

  /** Changes nothing but the list, and only the list as it was seen. */
  static String json(String uid, List<String> before, List<String> after) {
    return JSON.writeValueAsString(
        List.of(
            operation("test", "/metadata/uid", uid),
            operation("test", "/metadata/finalizers", before.isEmpty() ? null : before),
            operation("add", "/metadata/finalizers", after)));
  }

  private static Map<String, @Nullable Object> operation(
      String name, String path, @Nullable Object value) {
    Map<String, @Nullable Object> operation = new LinkedHashMap<>();
    operation.put("op", name);
    operation.put("path", path);
    operation.put("value", value);
    return operation;
  }

  private static List<String> with(List<String> finalizers) {
    List<String> more = new ArrayList<>(finalizers);
    if (!more.contains(NAME)) {
      more.add(NAME);
    }
    return more;
  }

  private static List<String> without(List<String> finalizers) {
    return finalizers.stream().filter(finalizer -> !finalizer.equals(NAME)).toList();
  }
}
