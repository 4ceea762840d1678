package dev.fes.controller.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is worth a line when a resource's status changes. */
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
      if (old == null
          || old.state() != stream.state()
          || !Objects.equals(error(old), error(stream))) {
        lines.add(
            after.key() + " " + stream.name() + ": " + stream.state().title() + error(stream));
      }
    }
    return lines;
  }

  private static String error(StreamStatus stream) {
    StreamStatus.Problem problem = stream.problem();
    return problem == null ? "" : ", " + problem.stage() + ": " + problem.error();
  }
}
