package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends stages and waits until their last pod is gone, for a bounded time. */
final class Stopper {

  private static final Logger LOG = LoggerFactory.getLogger(Stopper.class);

  /** A pod that does not end for so long is on a node that is lost. */
  private static final Duration LOST_AFTER = Duration.ofMinutes(10);

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

  /** What makes pods goes with them, never before them. */
  void delete(String namespace, List<String> stages) {
    try {
      for (String stage : stages) {
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(stage)
            .withPropagationPolicy(DeletionPropagation.FOREGROUND)
            .delete();
      }
      await(namespace, stages, new Leftover(_ -> true, true));
      for (String stage : stages) {
        client.configMaps().inNamespace(namespace).withName(stage).delete();
      }
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(
          "cannot stop " + String.join(", ", stages) + ": " + Refusals.words(e), e);
    }
  }

  /** For stages that are told to run no pod. */
  void awaitNoPods(String namespace, List<String> stages) {
    await(namespace, stages, new Leftover(_ -> true, false));
  }

  /** For a unit that is to run with these settings and no others. */
  void awaitOnly(String namespace, String unit, String settingsHash) {
    Predicate<Pod> other =
        pod -> !settingsHash.equals(Marks.annotation(pod, Marks.CONFIG_HASH).orElse(""));
    await(namespace, List.of(unit), new Leftover(other, false));
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
          throw new IllegalStateException(waitsFor(namespace, stage));
        }
        if (!isGone) {
          view.await(() -> false, UNTIL_ASKED_AGAIN);
        }
      }
      LOG.info("{}: stopped {}", namespace, stage);
    }
  }

  private boolean seemsGone(String namespace, String stage, Leftover leftover) {
    return leftover.among(view.pods(namespace, stage)).isEmpty()
        && (!leftover.deployment() || view.deployment(namespace, stage) == null);
  }

  /** Asked of the API: a watch may not have seen yet what was made a moment ago. */
  private boolean isGone(String namespace, String stage, Leftover leftover) {
    try {
      return leftover
              .among(
                  client
                      .pods()
                      .inNamespace(namespace)
                      .withLabels(Marks.selector(stage))
                      .list()
                      .getItems())
              .isEmpty()
          && (!leftover.deployment()
              || client.apps().deployments().inNamespace(namespace).withName(stage).get() == null);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException("cannot see pods of " + stage + ": " + Refusals.words(e), e);
    }
  }

  /**
   * What has to be gone.
   *
   * @param deployment whether that too
   */
  private record Leftover(Predicate<Pod> pods, boolean deployment) {

    private List<Pod> among(List<Pod> all) {
      return all.stream().filter(pods).filter(pod -> !isLost(pod)).toList();
    }
  }

  private static boolean isLost(Pod pod) {
    String asked = pod.getMetadata().getDeletionTimestamp();
    boolean isLost = asked != null && Instant.parse(asked).plus(LOST_AFTER).isBefore(Instant.now());
    if (isLost) {
      LOG.warn(
          "{}/{} does not end on node {}, counted as gone",
          pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          pod.getSpec().getNodeName());
    }
    return isLost;
  }

  private String waitsFor(String namespace, String stage) {
    Optional<Pod> pod = view.pods(namespace, stage).stream().findFirst();
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
