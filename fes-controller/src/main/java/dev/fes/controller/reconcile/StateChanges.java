package dev.fes.controller.reconcile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is worth a line when a resource's status changes: states and reasons, not their words. */
final class StateChanges {

  private StateChanges() {}

  static List<String> between(@Nullable ResourceStatus before, ResourceStatus after) {
    List<String> lines = new ArrayList<>();
    Condition valid = after.condition(Condition.Type.VALID);
    boolean told =
        before != null && before.condition(Condition.Type.VALID).message().equals(valid.message());
    if (!valid.status() && !told) {
      lines.add(after.key() + ": " + valid.reason() + ": " + valid.message());
    }
    Map<String, StreamStatus> known =
        before == null
            ? Map.of()
            : before.streams().stream()
                .collect(Collectors.toMap(StreamStatus::name, stream -> stream));
    for (StreamStatus stream : after.streams()) {
      StreamStatus old = known.get(stream.name());
      if (old == null || old.state() != stream.state() || !cause(old).equals(cause(stream))) {
        lines.add(
            after.key() + " " + stream.name() + ": " + stream.state().title() + error(stream));
      }
    }
    return lines;
  }

  private static List<@Nullable String> cause(StreamStatus stream) {
    StreamStatus.Problem problem = stream.problem();
    return problem == null ? List.of() : Arrays.asList(problem.stage(), problem.reason());
  }

  private static String error(StreamStatus stream) {
    StreamStatus.Problem problem = stream.problem();
    return problem == null ? "" : ", " + problem.stage() + ": " + problem.error();
  }
}
