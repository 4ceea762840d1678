package dev.fes.controller.kubernetes;

import dev.fes.controller.kubernetes.Election.Seat;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The label by which a Service finds the pod that leads. It is written until the API server has it:
 * without it nobody reaches the leader, and with it on another pod everybody reaches the wrong one.
 */
final class LeaderLabel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderLabel.class);

  private final KubernetesClient client;
  private final Seat seat;
  private final Duration again;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("leader-label").factory());
  private volatile boolean wished;
  private String told = "";

  LeaderLabel(KubernetesClient client, Seat seat, Duration again) {
    this.client = client;
    this.seat = seat;
    this.again = again;
  }

  /** Returns at once; what was wished before and is not written yet is not wished any more. */
  void set(boolean leads) {
    wished = leads;
    thread.execute(() -> write(leads));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void write(boolean leads) {
    if (leads == wished && !isWritten(leads)) {
      var _ = thread.schedule(() -> write(leads), again.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Where no such pod is, this process is in none, and there is nothing to label. */
  private boolean isWritten(boolean leads) {
    try {
      patch(leads);
      told = "";
      return true;
    } catch (KubernetesClientException e) {
      String words = String.valueOf(e.getMessage());
      if (!words.equals(told)) {
        LOG.warn("the pod {} cannot be labelled: {}", seat.name(), words);
        told = words;
      }
      return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }
  }

  private void patch(boolean leads) {
    client
        .pods()
        .inNamespace(seat.namespace())
        .withName(seat.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"fes.zalando.org/leader\":%s}}}"
                .formatted(leads ? "\"true\"" : "null"));
  }
}
