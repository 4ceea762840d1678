package dev.fes.controller.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.kubernetes.PodState.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

class PodStateTest {

  private static final String ENDED =
      "{terminated: {exitCode: 1, reason: Error, startedAt: '2026-01-01T00:00:00Z', finishedAt: '%s', message: \"a\\n\\nfes.sink.queue-name is missing\\n\"}}";

  @Test
  void saysWhyNoNodeTakesIt() {
    PodState state =
        state(
            """
            phase: Pending
            conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: 0/1 nodes are available}]
            """);

    assertThat(state.phase()).isEqualTo(Phase.UNPLACED);
    assertThat(state.words()).isEqualTo("no node takes it: 0/1 nodes are available");
  }

  @Test
  void saysWhichImageOrSecretItWaitsFor() {
    PodState state =
        container(
            "state: {waiting: {reason: CreateContainerConfigError, message: secret \"orders-db\" not found}}");

    assertThat(state.phase()).isEqualTo(Phase.WAITING);
    assertThat(state.words())
        .isEqualTo("cannot be started: CreateContainerConfigError: secret \"orders-db\" not found");
  }

  @Test
  void isOnItsWayWhileItsContainerIsMade() {
    assertThat(container("state: {waiting: {reason: ContainerCreating}}").phase())
        .isEqualTo(Phase.COMING);
    assertThat(state("phase: Pending").phase()).isEqualTo(Phase.COMING);
  }

  @Test
  void saysTheLastWordsOfAContainerThatCrashesAgainAndAgain() {
    PodState state =
        container(
            "state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 4, lastState: "
                + ENDED.formatted("2026-01-01T00:00:03Z"));

    assertThat(state)
        .isEqualTo(
            new PodState(
                Phase.ENDED,
                4,
                4,
                "ended with exit code 1; its last words: a / fes.sink.queue-name is missing"));
  }

  @Test
  void countsOneFailureWhenItRanWellBefore() {
    assertThat(
            container("restartCount: 4, state: " + ENDED.formatted("2026-01-01T00:10:00Z"))
                .failures())
        .isEqualTo(1);
  }

  @Test
  void forgivesWhatIsLongAgo() {
    PodState state =
        container(
            "state: {running: {startedAt: '2026-01-02T00:00:00Z'}}, restartCount: 4, lastState: "
                + ENDED.formatted("2026-01-01T00:00:03Z"));

    assertThat(state.phase()).isEqualTo(Phase.RUNNING);
    assertThat(state.failures()).isZero();
    assertThat(state.restarts()).isEqualTo(4);
  }

  @Test
  void namesTheMendForTooLittleMemory() {
    assertThat(
            container("restartCount: 1, state: {terminated: {exitCode: 137, reason: OOMKilled}}")
                .words())
        .contains("FES_MEMORY");
  }

  @Test
  void saysThatItWasEvicted() {
    PodState state = state("phase: Failed\nreason: Evicted\nmessage: The node was low on memory");

    assertThat(state.phase()).isEqualTo(Phase.ENDED);
    assertThat(state.words())
        .isEqualTo("was ended by the cluster: Evicted: The node was low on memory");
  }

  private static PodState container(String fields) {
    return state("phase: Running\ncontainerStatuses: [{name: stage, " + fields + "}]");
  }

  private static PodState state(String status) {
    String yaml =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec: {containers: [{name: stage}]}\nstatus:\n"
            + status.indent(2);
    return PodState.of(Slim.pod(Golden.SERIALIZATION.unmarshal(yaml, Pod.class)));
  }
}
