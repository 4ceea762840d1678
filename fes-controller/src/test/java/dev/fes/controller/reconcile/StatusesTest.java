package dev.fes.controller.reconcile;

import static dev.fes.controller.deploy.StreamState.BLOCKED;
import static dev.fes.controller.deploy.StreamState.RETRYING;
import static dev.fes.controller.deploy.StreamState.RUNNING;
import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of several troubles of a stream is told. */
class StatusesTest {

  private static final String LETTERS =
      "recovery: {type: DeadLetter, sink: {type: Nakadi, eventType: letters}}";
  private static final Plan PLAN = plan(outbox("x", "fes", stream("a", LETTERS)));

  private final MemoryDeployer deployer = new MemoryDeployer();

  @BeforeEach
  void deploy() {
    deployer.apply(PLAN, Set.of());
  }

  @Test
  void aStageThatStandsOutweighsTheDeadLetterSink() {
    says(Role.SOURCE, RETRYING, "no database");
    says(Role.DEAD_LETTER, BLOCKED, "no queue");

    assertThat(problem()).isEqualTo(new Problem("source", "reason", "no database"));
  }

  @Test
  void aDeadLetterSinkThatStandsOutweighsAWarning() {
    says(Role.SOURCE, RUNNING, "no heartbeats");
    says(Role.DEAD_LETTER, RETRYING, "no queue");

    assertThat(problem()).isEqualTo(new Problem("dead-letter", "reason", "no queue"));
  }

  @Test
  void ofTwoWarningsTheStreamsOwnIsTold() {
    says(Role.SOURCE, RUNNING, "no heartbeats");
    says(Role.DEAD_LETTER, RUNNING, "one was refused");

    assertThat(problem()).isEqualTo(new Problem("source", "reason", "no heartbeats"));
  }

  @Test
  void nothingIsToldWhileAllIsWell() {
    assertThat(problem()).isNull();
  }

  private void says(Role role, StreamState state, String error) {
    PLAN.stages().stream()
        .filter(stage -> stage.role() == role)
        .forEach(stage -> deployer.says(stage, MemoryDeployer.unwell(name(), state, error)));
  }

  private static String name() {
    return PLAN.streams().getFirst().name();
  }

  private @Nullable Problem problem() {
    return new Statuses(deployer.status(PLAN.key()), Map.of())
        .of(PLAN.streams().getFirst(), RUNNING)
        .problem();
  }
}
