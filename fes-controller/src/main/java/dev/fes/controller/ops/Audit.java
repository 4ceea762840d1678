package dev.fes.controller.ops;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes down who asked for what and what came of it: a line of JSON each, and never a payload. */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger("dev.fes.audit");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Clock clock;

  Audit(Clock clock) {
    this.clock = clock;
  }

  /** How it ended. */
  enum Outcome {
    DONE,
    REFUSED,
    FAILED
  }

  /** The line; its components are the keys. */
  record Line(
      String audit,
      String time,
      @Nullable String who,
      String right,
      String namespace,
      @Nullable String resource,
      @Nullable String stream,
      List<String> details,
      String outcome,
      @Nullable String why) {}

  /**
   * @param who null where nobody knows
   * @param why null where it was done
   */
  void write(@Nullable Caller who, Action action, Outcome outcome, @Nullable String why) {
    LOG.info(JSON.writeValueAsString(line(who, action, outcome, why)));
  }

  private Line line(@Nullable Caller who, Action action, Outcome outcome, @Nullable String why) {
    return new Line(
        action.name(),
        clock.instant().toString(),
        who == null ? null : who.name(),
        lower(action.right()),
        action.namespace(),
        action.resource(),
        action.stream(),
        action.details(),
        lower(outcome),
        why);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
