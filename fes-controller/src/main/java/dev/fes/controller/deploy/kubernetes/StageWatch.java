package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageLiveness;
import dev.fes.controller.deploy.StageProbe;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.Stage;
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

  private final StageLiveness liveness = new StageLiveness(TO_START, GRACE);
  private PlacedUnit placed;
  private Stage stage;
  private String hash;
  private String incarnation = "";

  StageWatch(PlacedUnit placed, Stage stage) {
    this.placed = placed;
    this.stage = stage;
    this.hash = StagePod.settingsHash(placed);
    liveness.started(System.nanoTime());
  }

  PlacedUnit placed() {
    return placed;
  }

  void place(PlacedUnit next, Stage nextStage) {
    if (!next.unit().equals(placed.unit())) {
      hash = StagePod.settingsHash(next);
    }
    placed = next;
    stage = nextStage;
  }

  StageStatus look(ClusterView view, StageProbe probe) {
    if (!placed.unit().running().contains(stage)) {
      return StageStatus.held(stage);
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
                PodState.port(pod)
                    .map(
                        port ->
                            new StageAddress(
                                pod.getStatus().getPodIP(), port, placed.unit().path(stage))));
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
            ? probe.ask(ip, port, placed.unit().path(stage))
            : Optional.empty();
    StageStatus.Instance instance =
        new StageStatus.Instance(
            null, port, placed.unit().path(stage), pod.getMetadata().getName(), state.restarts());
    return status(pod.getMetadata().getUid() + "/" + state.restarts(), state, answer, instance);
  }

  private synchronized StageStatus status(
      String now, PodState pod, Optional<StageReport> answer, StageStatus.Instance instance) {
    long nanos = System.nanoTime();
    begin(now, nanos);
    answer.ifPresent(report -> liveness.heard(report, nanos));
    boolean isAlive = pod.phase() != PodState.Phase.ENDED;
    StageReport report = liveness.report(pod.phase() == PodState.Phase.RUNNING, nanos);
    StreamState state =
        report == null && pod.phase() == PodState.Phase.WAITING
            ? StreamState.BLOCKED
            : liveness.state(isAlive, pod.failures(), nanos);
    return new StageStatus(
        stage,
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
    StreamState state = refusal.isPresent() ? StreamState.BLOCKED : liveness.state(true, 0, nanos);
    return new StageStatus(
        stage,
        state,
        refusal.orElse(state == StreamState.STARTING ? null : "has no pod"),
        new StageStatus.Instance(null, null, 0),
        StageReport.none());
  }

  /** A new pod, or one whose container was started again, has said nothing yet. */
  private void begin(String now, long nanos) {
    if (!incarnation.equals(now)) {
      incarnation = now;
      liveness.started(nanos);
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
