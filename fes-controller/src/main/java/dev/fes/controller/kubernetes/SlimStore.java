package dev.fes.controller.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Of each object no more than an informer needs to see that it has changed. */
final class SlimStore implements ItemStore<GenericKubernetesResource> {

  private final Map<String, GenericKubernetesResource> objects = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    return objects.put(key, slim(object));
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return objects.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return objects.values().stream();
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return objects.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private static GenericKubernetesResource slim(GenericKubernetesResource object) {
    GenericKubernetesResource slim = new GenericKubernetesResource();
    slim.setApiVersion(object.getApiVersion());
    slim.setKind(object.getKind());
    slim.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .withUid(object.getMetadata().getUid())
            .withResourceVersion(object.getMetadata().getResourceVersion())
            .build());
    return slim;
  }
}
