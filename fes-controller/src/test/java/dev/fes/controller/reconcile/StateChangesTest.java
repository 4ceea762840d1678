package dev.fes.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.StateChanges.Change;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateChangesTest {

  private static final ResourceStatus RUNNING = status(StreamState.RUNNING, null);
  private static final ResourceStatus SLOW =
      status(StreamState.RETRYING, new Problem("flow", "kafka-slow", "no answer for 10 s"));

  @Test
  void tellsAStateAndItsCause() {
    assertThat(StateChanges.between(RUNNING, SLOW))
        .extracting(Change::afterName)
        .containsExactly(" orders: Retrying, flow: no answer for 10 s");
    assertThat(StateChanges.between(SLOW, RUNNING))
        .extracting(Change::afterName)
        .containsExactly(" orders: Running");
    assertThat(StateChanges.between(null, RUNNING)).hasSize(1);
  }

  @Test
  void tellsNothingWhileOnlyTheWordsChange() {
    ResourceStatus slower =
        status(StreamState.RETRYING, new Problem("flow", "kafka-slow", "no answer for 20 s"));

    assertThat(StateChanges.between(SLOW, slower)).isEmpty();
  }

  @Test
  void tellsAnotherReasonAndAnotherStage() {
    ResourceStatus refused =
        status(StreamState.RETRYING, new Problem("flow", "kafka-unreachable", "refused"));
    ResourceStatus sink =
        status(StreamState.RETRYING, new Problem("sink", "kafka-slow", "no answer for 10 s"));

    assertThat(StateChanges.between(SLOW, refused)).hasSize(1);
    assertThat(StateChanges.between(SLOW, sink)).hasSize(1);
  }

  private static ResourceStatus status(StreamState state, @Nullable Problem problem) {
    StreamStatus stream =
        new StreamStatus(
            "orders",
            "postgres | nakadi",
            state,
            problem,
            new Figures(new Counts(0, 0, 0, 0, 0), new Lag(null, null, null)),
            List.of());
    Condition valid = Condition.of(Condition.Type.VALID, true, "Valid", "");
    Condition deployed = Condition.of(Condition.Type.DEPLOYED, true, "Deployed", "");
    return new ResourceStatus(
        new ResourceKey("default", "x"),
        1,
        "x",
        List.of(valid, deployed),
        List.of(),
        List.of(stream));
  }
}
