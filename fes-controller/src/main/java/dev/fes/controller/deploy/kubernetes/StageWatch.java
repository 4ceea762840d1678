package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.Answers;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageProbe;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one stage is: what the cluster says of its pod, and what the stage says itself. */
final class StageWatch {

  /** An image may have to be fetched, a node to be added. */
  private static final Duration TO_START = Duration.ofMinutes(5);

  /** Longer than the time between two looks. */
  private static final Duration GRACE = Duration.ofSeconds(45);

  private final Answers answers = new Answers(TO_START, GRACE);
  private PlacedStage placed;
  private String hash;
  private String incarnation = "";

  StageWatch(PlacedStage placed) {
    this.placed = placed;
    this.hash = StagePod.settingsHash(placed);
    answers.started(System.nanoTime());
  }

  PlacedStage placed() {
    return placed;
  }

  void place(PlacedStage next) {
    if (!next.stage().equals(placed.stage())) {
      hash = StagePod.settingsHash(next);
    }
    placed = next;
  }

  StageStatus look(ClusterView view, StageProbe probe) {
    if (placed.held()) {
      return StageStatus.held(placed.stage());
    }
    String namespace = placed.key().namespace();
    Optional<Pod> pod = current(view.pods(namespace, placed.name()));
    return pod.isPresent()
        ? look(pod.get(), probe)
        : withoutPod(view.deployment(namespace, placed.name()));
  }

  Optional<StageAddress> address(ClusterView view) {
    return current(view.pods(placed.key().namespace(), placed.name()))
        .filter(pod -> PodState.of(pod).phase() == PodState.Phase.RUNNING)
        .filter(pod -> pod.getStatus().getPodIP() != null)
        .flatMap(
            pod ->
                PodState.port(pod).map(port -> new StageAddress(pod.getStatus().getPodIP(), port)));
  }

  /** The newest with the settings it is to have. */
  private Optional<Pod> current(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> Marks.annotation(pod, Marks.CONFIG_HASH).filter(hash::equals).isPresent())
        .filter(
            pod ->
                Marks.annotation(pod, Marks.SECRET_VERSIONS)
                    .filter(StagePod.text(placed.secretVersions())::equals)
                    .isPresent())
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  private StageStatus look(Pod pod, StageProbe probe) {
    PodState state = PodState.of(pod);
    String ip = pod.getStatus().getPodIP();
    Integer port = PodState.port(pod).orElse(null);
    Optional<StageReport> answer =
        state.phase() == PodState.Phase.RUNNING && ip != null && port != null
            ? probe.ask(ip, port)
            : Optional.empty();
    StageStatus.Instance instance =
        new StageStatus.Instance(null, port, pod.getMetadata().getName(), state.restarts());
    return status(pod.getMetadata().getUid() + "/" + state.restarts(), state, answer, instance);
  }

  private synchronized StageStatus status(
      String now, PodState pod, Optional<StageReport> answer, StageStatus.Instance instance) {
    long nanos = System.nanoTime();
    begin(now, nanos);
    answer.ifPresent(report -> answers.heard(report, nanos));
    boolean isAlive = pod.phase() != PodState.Phase.ENDED;
    StageReport report = answers.report(pod.phase() == PodState.Phase.RUNNING, nanos);
    StreamState state =
        report == null && pod.phase() == PodState.Phase.WAITING
            ? StreamState.BLOCKED
            : answers.state(isAlive, pod.failures(), nanos);
    return new StageStatus(
        placed.stage(),
        state,
        report == null ? words(pod, state) : null,
        instance,
        report == null ? StageReport.none() : report);
  }

  private synchronized StageStatus withoutPod(@Nullable Deployment deployment) {
    long nanos = System.nanoTime();
    begin("", nanos);
    Optional<String> refusal =
        Optional.ofNullable(deployment)
            .flatMap(StageWatch::refusal)
            .map("no pod can be made: "::concat);
    StreamState state = refusal.isPresent() ? StreamState.BLOCKED : answers.state(true, 0, nanos);
    return new StageStatus(
        placed.stage(),
        state,
        refusal.orElse(state == StreamState.STARTING ? null : "has no pod"),
        new StageStatus.Instance(null, null, 0),
        StageReport.none());
  }

  /** A new pod, or one whose container was started again, has said nothing yet. */
  private void begin(String now, long nanos) {
    if (!incarnation.equals(now)) {
      incarnation = now;
      answers.started(nanos);
    }
  }

  private static @Nullable String words(PodState pod, StreamState state) {
    return switch (pod.phase()) {
      case UNPLACED, WAITING, ENDED -> pod.words();
      case COMING -> state == StreamState.STARTING ? null : "is not started yet";
      case RUNNING ->
          state == StreamState.STARTING
              ? null
              : "does not answer" + (pod.words().isEmpty() ? "" : "; before, it " + pod.words());
    };
  }

  /** A quota or a policy of the namespace. */
  private static Optional<String> refusal(Deployment deployment) {
    return deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(condition -> "True".equals(condition.getStatus()))
            .map(DeploymentCondition::getMessage)
            .findFirst();
  }
}
