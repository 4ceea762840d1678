package dev.fes.controller.ops;

import dev.fes.controller.ops.Refusal.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An action as it is asked for.
 *
 * @param action what to do, whether there is such a thing or not
 * @param stream an event stream of the resource; all where absent
 * @param stage a stage by its role or its name; all where absent
 * @param event the id of the event to skip
 * @param position the position of the gap to accept
 */
record ActionRequest(
    @Nullable String action,
    @Nullable String stream,
    @Nullable String stage,
    @Nullable String event,
    @Nullable String position) {

  /** What can be asked for. */
  enum Verb {
    PAUSE("pause"),
    RESUME("resume"),
    RESTART("restart"),
    SKIP("skip"),
    ACCEPT_GAP("accept-gap"),
    BACKFILL("backfill"),
    CANCEL_BACKFILL("cancel-backfill");

    private final String title;

    Verb(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    static Verb of(@Nullable String title) {
      return Stream.of(values())
          .filter(verb -> verb.title.equals(title))
          .findFirst()
          .orElseThrow(
              () ->
                  new Refusal(
                      Reason.MALFORMED,
                      (title == null ? "action is missing" : "action is unknown")
                          + ": use one of "
                          + Arrays.stream(values())
                              .map(Verb::title)
                              .collect(Collectors.joining(", "))));
    }
  }

  Verb verb() {
    return Verb.of(action);
  }

  /** What was asked for, whether it makes sense or not, as the audit log has it. */
  String[] details() {
    return Stream.of(detail("stage", stage), detail("event", event), detail("position", position))
        .flatMap(Optional::stream)
        .toArray(String[]::new);
  }

  private static Optional<String> detail(String name, @Nullable String value) {
    return Optional.ofNullable(value).map(text -> name + "=" + text);
  }
}
