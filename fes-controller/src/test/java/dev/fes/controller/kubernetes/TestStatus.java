package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import java.time.Instant;
import java.util.List;

/** How a resource with one event stream is. */
final class TestStatus {

  static final Instant SINCE = Instant.parse("2026-11-22T11:00:00.123456Z");

  private TestStatus() {}

  static ResourceStatus status(StreamState state, long published) {
    boolean runs = state == StreamState.RUNNING;
    Problem problem =
        state == StreamState.RETRYING ? new Problem("sink", "refused", "no answer") : null;
    return status(
        runs,
        new StreamStatus(
            "orders",
            "postgres | nakadi",
            state,
            problem,
            new Figures(new Counts(published, 1, 2, 3, 4), new Lag(252.4, 1024L, 7L)),
            List.of()));
  }

  static ResourceStatus status(boolean ready, StreamStatus... streams) {
    return new ResourceStatus(
        new ResourceKey("team", "x"),
        3,
        "my-application",
        List.of(
            new Condition(Condition.Type.VALID, true, "Valid", "", SINCE),
            new Condition(Condition.Type.DEPLOYED, true, "Deployed", "", SINCE),
            new Condition(Condition.Type.READY, ready, ready ? "Running" : "Waits", "", SINCE)),
        List.of(),
        List.of(streams));
  }
}
