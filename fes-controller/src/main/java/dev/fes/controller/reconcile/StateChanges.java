package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StreamState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is worth a line when a resource's status changes: states and reasons, not their words. */
public final class StateChanges {

  private StateChanges() {}

  /**
   * One change.
   *
   * @param stream null where it is the resource as a whole
   * @param reason the new state, or the reason of a condition; one word
   * @param words why, with a stage's name; empty when there is nothing to mend
   */
  public record Change(@Nullable String stream, String reason, boolean warning, String words) {

    /** What follows the resource's name in a line for people. */
    public String afterName() {
      return stream == null
          ? ": " + reason + ": " + words
          : " " + stream + ": " + reason + (words.isEmpty() ? "" : ", " + words);
    }
  }

  public static List<Change> between(@Nullable ResourceStatus before, ResourceStatus after) {
    List<Change> changes = new ArrayList<>();
    Condition valid = after.condition(Condition.Type.VALID);
    boolean told =
        before != null && before.condition(Condition.Type.VALID).message().equals(valid.message());
    if (!valid.status() && !told) {
      changes.add(new Change(null, valid.reason(), true, valid.message()));
    }
    Condition deployed = after.condition(Condition.Type.DEPLOYED);
    if (isHindered(deployed, valid) && !isSame(before, deployed)) {
      changes.add(new Change(null, deployed.reason(), true, deployed.message()));
    }
    Map<String, StreamStatus> known =
        before == null
            ? Map.of()
            : before.streams().stream()
                .collect(Collectors.toMap(StreamStatus::name, stream -> stream));
    for (StreamStatus stream : after.streams()) {
      StreamStatus old = known.get(stream.name());
      if (old == null || old.state() != stream.state() || !cause(old).equals(cause(stream))) {
        changes.add(
            new Change(
                stream.name(), stream.state().title(), isTrouble(stream.state()), error(stream)));
      }
    }
    return changes;
  }

  /** Not so while it is on its way, nor where the other condition says the same. */
  static boolean isHindered(Condition deployed, Condition valid) {
    return !deployed.status()
        && !deployed.reason().equals(Conditions.DEPLOYING)
        && !deployed.reason().equals(valid.reason());
  }

  private static boolean isSame(@Nullable ResourceStatus before, Condition deployed) {
    return before != null
        && before.condition(Condition.Type.DEPLOYED).reason().equals(deployed.reason());
  }

  private static boolean isTrouble(StreamState state) {
    return switch (state) {
      case RUNNING, DRAINING, PAUSED, STARTING -> false;
      case RETRYING, BLOCKED, FAILED -> true;
    };
  }

  private static List<@Nullable String> cause(StreamStatus stream) {
    StreamStatus.Problem problem = stream.problem();
    return problem == null ? List.of() : Arrays.asList(problem.stage(), problem.reason());
  }

  private static String error(StreamStatus stream) {
    StreamStatus.Problem problem = stream.problem();
    return problem == null ? "" : problem.stage() + ": " + problem.error();
  }
}
