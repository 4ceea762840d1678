package dev.fes.controller.kubernetes;

import dev.fes.controller.kubernetes.Election.Seat;
import dev.fes.controller.reconcile.Reconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What only the leader does, and the label by which a Service finds its pod. */
record LeaderTerm(
    KubernetesClient client,
    Seat seat,
    ClusterResources resources,
    StatusWriter statuses,
    Reconciler reconciler)
    implements Election.Term {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderTerm.class);

  /** A process that comes anew in the pod of a former leader is none yet. */
  @Override
  public void standBy() {
    label("null");
  }

  @Override
  public void begin() {
    label("\"true\"");
    statuses.start();
    resources.start(reconciler::accept);
  }

  @Override
  public void end() {
    resources.close();
    reconciler.close();
  }

  @Override
  public void lose() {
    Runtime.getRuntime().halt(1);
  }

  private void label(String value) {
    try {
      client
          .pods()
          .inNamespace(seat.namespace())
          .withName(seat.name())
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"labels\":{\"fes.zalando.org/leader\":" + value + "}}}");
    } catch (KubernetesClientException e) {
      LOG.warn("the pod {} cannot be labelled: {}", seat.name(), e.getMessage());
    }
  }
}
