package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the cluster has of our objects, as its watches tell it. */
final class ClusterView implements AutoCloseable {

  private static final String ALL = "";
  private static final String BY_STAGE = "stage";
  private static final String BY_RESOURCE = "resource";
  private static final long PAGE = 500;
  private static final Duration FIRST_LISTS = Duration.ofSeconds(20);

  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private final Consumer<HasMetadata> gone;
  private final Consumer<ResourceKey> changed;
  private final Object news = new Object();

  private record Watched(
      SharedIndexInformer<Deployment> deployments,
      SharedIndexInformer<ConfigMap> configMaps,
      SharedIndexInformer<Pod> pods) {

    Stream<SharedIndexInformer<?>> all() {
      return Stream.of(deployments, configMaps, pods);
    }
  }

  /**
   * @param namespaces empty is all
   * @param gone told of objects that are no more
   * @param changed told of resources with an object that has changed
   */
  ClusterView(
      KubernetesClient client,
      List<String> namespaces,
      Consumer<HasMetadata> gone,
      Consumer<ResourceKey> changed) {
    this.gone = gone;
    this.changed = changed;
    for (String namespace : namespaces.isEmpty() ? List.of(ALL) : namespaces) {
      watched.put(namespace, watch(client, namespace));
    }
  }

  private Watched watch(KubernetesClient client, String namespace) {
    return new Watched(
        informer(client.apps().deployments(), namespace, Slim::deployment)
            .addIndexers(Map.of(BY_RESOURCE, by(object -> Marks.resource(object)))),
        informer(client.configMaps(), namespace, Slim::configMap),
        informer(client.pods(), namespace, Slim::pod)
            .addIndexers(
                Map.of(
                    BY_STAGE,
                    by(
                        pod ->
                            Marks.label(pod, Marks.STAGE)
                                .map(stage -> id(pod.getMetadata().getNamespace(), stage))))));
  }

  private static <T extends HasMetadata> Function<T, List<String>> by(
      Function<T, Optional<?>> key) {
    return object -> key.apply(object).map(Object::toString).stream().toList();
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      SharedIndexInformer<T> informer(
          MixedOperation<T, L, R> all, String namespace, UnaryOperator<T> slim) {
    FilterWatchListDeletable<T, L, R> ours =
        namespace.equals(ALL)
            ? all.inAnyNamespace().withLabels(Marks.OURS)
            : all.inNamespace(namespace).withLabels(Marks.OURS);
    return ours.withLimit(PAGE)
        .runnableInformer(0)
        .itemStore(new SlimStore<>(slim))
        .exceptionHandler((started, failure) -> true)
        .addEventHandler(new News<>());
  }

  void start() {
    watched.values().stream().flatMap(Watched::all).forEach(SharedIndexInformer::start);
  }

  /** Waits for the first lists, for a while. */
  void requireComplete() {
    if (!await(
        () -> watched.values().stream().flatMap(Watched::all).allMatch(i -> i.hasSynced()),
        FIRST_LISTS)) {
      throw new IllegalStateException(
          "the objects of the cluster are not listed yet: the Kubernetes API is away, or refuses to list");
    }
  }

  @Nullable Deployment deployment(String namespace, String name) {
    return of(namespace).deployments().getStore().getByKey(id(namespace, name));
  }

  @Nullable ConfigMap configMap(String namespace, String name) {
    return of(namespace).configMaps().getStore().getByKey(id(namespace, name));
  }

  List<Deployment> deployments(ResourceKey key) {
    return of(key.namespace()).deployments().getIndexer().byIndex(BY_RESOURCE, key.toString());
  }

  List<Pod> pods(String namespace, String stage) {
    return of(namespace).pods().getIndexer().byIndex(BY_STAGE, id(namespace, stage));
  }

  /** Looks again whenever there is news; false when it did not come true in time. */
  boolean await(BooleanSupplier wish, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (news) {
      while (!wish.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          news.wait(Math.clamp(left / 1_000_000, 1, 500));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    watched.values().stream().flatMap(Watched::all).forEach(SharedIndexInformer::stop);
  }

  private Watched of(String namespace) {
    Watched one = watched.containsKey(ALL) ? watched.get(ALL) : watched.get(namespace);
    if (one == null) {
      throw new IllegalStateException(
          "the namespace " + namespace + " is not among fes.kubernetes.namespaces");
    }
    return one;
  }

  private static String id(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** Wakes whoever waits. */
  private final class News<T extends HasMetadata> implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      tell(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      tell(now);
    }

    @Override
    public void onDelete(T object, boolean unseen) {
      gone.accept(object);
      tell(object);
    }

    private void tell(T object) {
      synchronized (news) {
        news.notifyAll();
      }
      Marks.resource(object).ifPresent(changed);
    }
  }
}
