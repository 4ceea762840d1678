package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
      awaitNoPods(namespace, stages, true);
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
    awaitNoPods(namespace, stages, false);
  }

  private void awaitNoPods(String namespace, List<String> stages, boolean deleted) {
    long end = System.nanoTime() + patience.toNanos();
    for (String stage : stages) {
      boolean isGone = false;
      while (!isGone) {
        boolean inTime =
            view.await(
                () -> seemsGone(namespace, stage, deleted),
                Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        isGone = inTime && isGone(namespace, stage, deleted);
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

  private boolean seemsGone(String namespace, String stage, boolean deleted) {
    return lasting(view.pods(namespace, stage)).isEmpty()
        && (!deleted || view.deployment(namespace, stage) == null);
  }

  /** Asked of the API: a watch may not have seen yet what was made a moment ago. */
  private boolean isGone(String namespace, String stage, boolean deleted) {
    try {
      return lasting(
                  client
                      .pods()
                      .inNamespace(namespace)
                      .withLabels(Marks.selector(stage))
                      .list()
                      .getItems())
              .isEmpty()
          && (!deleted
              || client.apps().deployments().inNamespace(namespace).withName(stage).get() == null);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException("cannot see pods of " + stage + ": " + Refusals.words(e), e);
    }
  }

  private static List<Pod> lasting(List<Pod> pods) {
    return pods.stream().filter(pod -> !isLost(pod)).toList();
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
