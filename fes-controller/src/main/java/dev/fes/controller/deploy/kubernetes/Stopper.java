package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends stages and waits until their last pod is gone, for a bounded time. */
final class Stopper {

  private static final Logger LOG = LoggerFactory.getLogger(Stopper.class);

  private static final Duration UNTIL_ASKED_AGAIN = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final ClusterView view;
  private final Duration patience;

  /**
   * @param patience with the pods of one role
   */
  Stopper(KubernetesClient client, ClusterView view, Duration patience) {
    this.client = client;
    this.view = view;
    this.patience = patience;
  }

  /**
   * What makes pods goes with them, never before them. What somebody else made under such a name
   * stays.
   */
  void delete(ResourceKey key, List<String> stages) {
    try {
      List<String> ours =
          stages.stream().filter(stage -> isFree(key, deployment(key, stage))).toList();
      for (String stage : ours) {
        deployment(key, stage).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      }
      await(key.namespace(), ours, Leftover.everything());
      stages.stream()
          .map(stage -> client.configMaps().inNamespace(key.namespace()).withName(stage))
          .filter(settings -> isFree(key, settings))
          .forEach(Resource::delete);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(
          "cannot stop " + String.join(", ", stages) + ": " + Refusals.words(e), e);
    }
  }

  private Resource<Deployment> deployment(ResourceKey key, String stage) {
    return client.apps().deployments().inNamespace(key.namespace()).withName(stage);
  }

  /** Whether there is nothing, or something of ours. */
  private static <T extends HasMetadata> boolean isFree(ResourceKey key, Resource<T> resource) {
    T existing = resource.get();
    return existing == null || Marks.isOurs(existing, key);
  }

  /** For stages that are told to run no pod. */
  void awaitNoPods(String namespace, List<String> stages) {
    await(namespace, stages, Leftover.pods(_ -> true));
  }

  /** For a unit that is to run with these settings and no others. */
  void awaitOnly(String namespace, String unit, String settingsHash) {
    Predicate<Pod> other =
        pod -> !settingsHash.equals(Marks.annotation(pod, Marks.CONFIG_HASH).orElse(""));
    await(namespace, List.of(unit), Leftover.pods(other));
  }

  private void await(String namespace, List<String> stages, Leftover leftover) {
    long end = System.nanoTime() + patience.toNanos();
    for (String stage : stages) {
      boolean isGone = false;
      while (!isGone) {
        boolean inTime =
            view.await(
                () -> seemsGone(namespace, stage, leftover),
                Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        isGone = inTime && isGone(namespace, stage, leftover);
        if (!isGone && System.nanoTime() > end) {
          throw new IllegalStateException(waitsFor(namespace, stage, leftover));
        }
        if (!isGone) {
          view.await(() -> false, UNTIL_ASKED_AGAIN);
        }
      }
      LOG.info("{}: stopped {}", namespace, stage);
    }
  }

  private boolean seemsGone(String namespace, String stage, Leftover leftover) {
    return leftover.isGone(
        view.pods(namespace, stage), view.deployment(namespace, stage), Instant.now());
  }

  /** Asked of the API: a watch may not have seen yet what was made a moment ago. */
  private boolean isGone(String namespace, String stage, Leftover leftover) {
    try {
      Instant now = Instant.now();
      List<Pod> pods =
          client.pods().inNamespace(namespace).withLabels(Marks.selector(stage)).list().getItems();
      boolean isGone = leftover.isGone(pods, maker(namespace, stage, leftover), now);
      if (isGone) {
        leftover.lost(pods, now).forEach(Stopper::warn);
      }
      return isGone;
    } catch (KubernetesClientException e) {
      throw new IllegalStateException("cannot see pods of " + stage + ": " + Refusals.words(e), e);
    }
  }

  private @Nullable Deployment maker(String namespace, String stage, Leftover leftover) {
    return leftover.deployment()
        ? client.apps().deployments().inNamespace(namespace).withName(stage).get()
        : null;
  }

  private static void warn(Pod lost) {
    LOG.warn(
        "{}/{} does not end on node {}, counted as gone",
        lost.getMetadata().getNamespace(),
        lost.getMetadata().getName(),
        lost.getSpec().getNodeName());
  }

  private String waitsFor(String namespace, String stage, Leftover leftover) {
    Optional<Pod> pod =
        leftover.running(view.pods(namespace, stage), Instant.now()).stream().findFirst();
    return "waits for "
        + pod.map(
                last ->
                    "pod "
                        + last.getMetadata().getName()
                        + " on node "
                        + last.getSpec().getNodeName())
            .orElse("the Deployment " + stage)
        + " to be gone";
  }
}
