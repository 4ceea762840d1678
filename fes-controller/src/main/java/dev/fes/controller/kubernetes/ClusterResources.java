package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.kubernetes.Owner;
import dev.fes.controller.deploy.kubernetes.Owners;
import dev.fes.controller.deploy.kubernetes.SlimStore;
import dev.fes.controller.resource.Manifests;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the resources of a cluster and tells what they say whenever that changes, many changes at
 * once. Nothing is told before all that is there has been seen; from then on a resource is gone
 * only when the API server says so.
 */
final class ClusterResources implements Owners, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterResources.class);

  /**
   * Changes that come within one moment are told together, and in a longer one where it takes long.
   */
  private static final Duration MOMENT = Duration.ofMillis(250);

  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final ResourceApi api;
  private final List<String> namespaces;
  private final Map<ResourceKey, ClusterResource> resources = new ConcurrentHashMap<>();
  private final Semaphore changes = new Semaphore(0);
  private List<SharedIndexInformer<GenericKubernetesResource>> informers = List.of();
  private Thread teller = Thread.ofVirtual().unstarted(() -> {});

  ClusterResources(ResourceApi api, List<String> namespaces) {
    this.api = api;
    this.namespaces = namespaces;
  }

  /** Returns at once; an API server that is away is asked again without end. */
  synchronized void start(Consumer<Manifests> listener) {
    LOG.info("watching {}", namespaces.isEmpty() ? "all namespaces" : namespaces);
    informers = api.in(namespaces).stream().map(scope -> scope.runnableInformer(0)).toList();
    informers.forEach(this::start);
    teller = Thread.ofVirtual().name("resources").start(() -> tell(listener));
  }

  private void start(SharedIndexInformer<GenericKubernetesResource> informer) {
    var _ =
        informer
            .itemStore(new SlimStore<>(ClusterResources::slim))
            .addEventHandler(new Handler())
            .exceptionHandler(
                (_, e) -> {
                  LOG.warn("cannot watch the resources: {}", e.getMessage());
                  return true;
                })
            .start();
  }

  @Override
  public Optional<Owner> owner(ResourceKey key) {
    return get(key).map(resource -> new Owner(resource.uid(), resource.life().annotations()));
  }

  Optional<ClusterResource> get(ResourceKey key) {
    return Optional.ofNullable(resources.get(key));
  }

  /**
   * What the API server answered to a change of our own, before its watch says so; the watch may
   * have been faster, and have seen more.
   */
  void take(GenericKubernetesResource object) {
    ClusterResource next = ClusterResource.of(object);
    resources.computeIfPresent(
        ClusterResource.key(object),
        (_, old) -> next.revision().isNewerThan(old.revision()) ? next : old);
    changes.release();
  }

  @Override
  public synchronized void close() {
    informers.forEach(SharedIndexInformer::close);
    teller.interrupt();
  }

  private void tell(Consumer<Manifests> listener) {
    boolean complete = false;
    long took = 0;
    try {
      while (true) {
        changes.acquire();
        TimeUnit.NANOSECONDS.sleep(Math.max(MOMENT.toNanos(), 2 * took));
        changes.drainPermits();
        long start = System.nanoTime();
        complete |= informers.stream().allMatch(this::isTakenUp);
        if (complete) {
          tellNow(listener);
        } else {
          changes.release();
        }
        took = System.nanoTime() - start;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** An informer has its first list before its handler has seen all that is in it. */
  private boolean isTakenUp(SharedIndexInformer<GenericKubernetesResource> informer) {
    return informer.hasSynced()
        && informer.getStore().list().stream()
            .map(ClusterResource::key)
            .allMatch(resources::containsKey);
  }

  private void tellNow(Consumer<Manifests> listener) throws InterruptedException {
    try {
      listener.accept(manifests());
    } catch (RuntimeException e) {
      LOG.warn("cannot take up the resources: {}", e.toString());
      TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
      changes.release();
    }
  }

  /** A resource that is being deleted and that we do not hold is as good as gone. */
  private Manifests manifests() {
    return Manifests.all(
        resources.entrySet().stream()
            .filter(
                entry ->
                    !entry.getValue().life().ending() || entry.getValue().isHeldBy(Finalizer.NAME))
            .map(entry -> entry.getValue().manifest(entry.getKey()))
            .sorted(Comparator.comparing(manifest -> manifest.key().toString()))
            .toList());
  }

  /** No more than an informer needs to see that an object has changed. */
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

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource object) {
      put(object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
      put(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean unknown) {
      resources.remove(ClusterResource.key(object));
      changes.release();
    }

    @Override
    public void onNothing() {
      changes.release();
    }

    private void put(GenericKubernetesResource object) {
      ClusterResource next = ClusterResource.of(object);
      ClusterResource before = resources.put(ClusterResource.key(object), next);
      if (before == null || !before.isLike(next)) {
        changes.release();
      }
    }
  }
}
