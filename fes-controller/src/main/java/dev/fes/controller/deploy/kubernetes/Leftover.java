package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has to be gone before a stage counts as stopped.
 *
 * @param pods which of its pods
 * @param deployment whether what makes them too
 */
record Leftover(Predicate<Pod> pods, boolean deployment) {

  /** A pod that does not end for so long is on a node that is lost. */
  private static final Duration LOST_AFTER = Duration.ofMinutes(10);

  /**
   * Nothing runs in such a pod any more; it stays as a record, for as long as nobody deletes it.
   */
  private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

  static Leftover everything() {
    return new Leftover(_ -> true, true);
  }

  static Leftover pods(Predicate<Pod> pods) {
    return new Leftover(pods, false);
  }

  /**
   * @param maker what makes the pods; null if that is gone
   */
  boolean isGone(List<Pod> all, @Nullable Deployment maker, Instant now) {
    return running(all, now).isEmpty()
        && (!deployment || maker == null || isKeptByLost(all, maker, now));
  }

  /** Those that are waited for. */
  List<Pod> running(List<Pod> all, Instant now) {
    return all.stream().filter(pods).filter(pod -> !hasEnded(pod) && !isLost(pod, now)).toList();
  }

  /** Those that are counted as gone although nobody says that they are. */
  List<Pod> lost(List<Pod> all, Instant now) {
    return all.stream().filter(pods).filter(pod -> !hasEnded(pod) && isLost(pod, now)).toList();
  }

  /** It goes with its last pod, and so not before its node is back or taken out of the cluster. */
  private boolean isKeptByLost(List<Pod> all, Deployment maker, Instant now) {
    return maker.getMetadata().getDeletionTimestamp() != null && !lost(all, now).isEmpty();
  }

  private static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPhase() != null
        && ENDED.contains(pod.getStatus().getPhase());
  }

  private static boolean isLost(Pod pod, Instant now) {
    String asked = pod.getMetadata().getDeletionTimestamp();
    return asked != null && Instant.parse(asked).plus(LOST_AFTER).isBefore(now);
  }
}
