package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of ours says of itself.
 *
 * @param failures how often in a row its container ended
 * @param words why it does not run, as far as it is known
 */
record PodState(Phase phase, int restarts, int failures, String words) {

  private static final Duration RAN_WELL = Duration.ofMinutes(1);
  private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");
  private static final String CRASHES = "CrashLoopBackOff";

  /** How far it has come. */
  enum Phase {
    /** No node takes it for now. */
    UNPLACED,
    COMING,
    /** Not until somebody mends something: an image, a Secret. */
    WAITING,
    RUNNING,
    ENDED
  }

  static PodState of(Pod pod) {
    Optional<ContainerStatus> container = container(pod);
    if (container.isEmpty()) {
      return beforeItsContainer(pod);
    }
    ContainerStatus status = container.get();
    ContainerState state = status.getState() == null ? new ContainerState() : status.getState();
    ContainerStateTerminated end = lastEnd(status, state);
    int restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
    int failures = end == null ? 0 : ranWell(end) ? 1 : Math.max(1, restarts);
    String words = end == null ? "" : words(end);
    if (state.getRunning() != null) {
      return new PodState(Phase.RUNNING, restarts, ranWell(state) ? 0 : failures, words);
    }
    if (state.getWaiting() != null && !CRASHES.equals(state.getWaiting().getReason())) {
      return waiting(state.getWaiting(), restarts, failures, words);
    }
    return new PodState(end == null ? Phase.COMING : Phase.ENDED, restarts, failures, words);
  }

  /** Where it can be asked. */
  static Optional<Integer> port(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> StagePod.PORT_NAME.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }

  /** What its container said at its end, if it has ended. */
  static Optional<ContainerStateTerminated> end(Pod pod) {
    return container(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()))
        .flatMap(state -> Optional.ofNullable(state.getTerminated()));
  }

  private static Optional<ContainerStatus> container(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(StagePod.CONTAINER))
        .findFirst();
  }

  private static PodState beforeItsContainer(Pod pod) {
    if ("Failed".equals(pod.getStatus().getPhase())) {
      return new PodState(
          Phase.ENDED,
          0,
          1,
          joined(
              "was ended by the cluster",
              pod.getStatus().getReason(),
              pod.getStatus().getMessage()));
    }
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(PodCondition::getMessage)
        .map(why -> new PodState(Phase.UNPLACED, 0, 0, joined("no node takes it", why, null)))
        .findFirst()
        .orElse(new PodState(Phase.COMING, 0, 0, ""));
  }

  private static PodState waiting(
      ContainerStateWaiting state, int restarts, int failures, String lastEnd) {
    if (state.getReason() == null || ON_ITS_WAY.contains(state.getReason())) {
      return failures == 0
          ? new PodState(Phase.COMING, restarts, 0, "")
          : new PodState(Phase.ENDED, restarts, failures, lastEnd);
    }
    return new PodState(
        Phase.WAITING,
        restarts,
        failures,
        joined("cannot be started", state.getReason(), state.getMessage()));
  }

  private static @Nullable ContainerStateTerminated lastEnd(
      ContainerStatus status, ContainerState state) {
    if (state.getTerminated() != null) {
      return state.getTerminated();
    }
    return status.getLastState() == null ? null : status.getLastState().getTerminated();
  }

  private static String words(ContainerStateTerminated end) {
    String how =
        "OOMKilled".equals(end.getReason())
            ? "was killed for want of memory: give it more by the annotation fes.zalando.org/FES_MEMORY"
            : "ended with exit code " + end.getExitCode();
    String last = LastWords.of(end.getMessage());
    return last.isEmpty() ? how : how + "; its last words: " + last;
  }

  private static boolean ranWell(ContainerStateTerminated end) {
    return isLong(end.getStartedAt(), end.getFinishedAt());
  }

  private static boolean ranWell(ContainerState running) {
    return isLong(running.getRunning().getStartedAt(), OffsetDateTime.now().toString());
  }

  private static boolean isLong(@Nullable String from, @Nullable String to) {
    try {
      return from != null
          && to != null
          && Duration.between(OffsetDateTime.parse(from), OffsetDateTime.parse(to))
                  .compareTo(RAN_WELL)
              >= 0;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static String joined(String what, @Nullable String reason, @Nullable String message) {
    return what
        + (reason == null ? "" : ": " + reason)
        + (message == null ? "" : ": " + LastWords.of(message));
  }
}
