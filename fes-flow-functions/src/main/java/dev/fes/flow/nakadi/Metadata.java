package dev.fes.flow.nakadi;

import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** The metadata that a row gives to its event, where the payload does not bring its own. */
record Metadata(
    String eid, Instant occurredAt, @Nullable String flowId, @Nullable String spanContext) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static Metadata of(Facts facts, OutboxRow row) {
    return new Metadata(
        UUID.matcher(facts.id()).matches() ? facts.id() : EventId.of(facts.id()).toString(),
        Instant.EPOCH.plus(facts.committedAtMicros(), ChronoUnit.MICROS),
        row.flowId(),
        row.trace().json());
  }

  /** The fields that are not there yet, as JSON without braces. */
  String without(Set<String> present) {
    StringBuilder fields = new StringBuilder(160);
    add(fields, present, "eid", quoted(eid));
    add(fields, present, "occurred_at", quoted(occurredAt.toString()));
    if (flowId != null) {
      add(fields, present, "flow_id", quoted(flowId));
    }
    if (spanContext != null) {
      add(fields, present, "span_ctx", spanContext);
    }
    return fields.toString();
  }

  private static void add(StringBuilder fields, Set<String> present, String name, String json) {
    if (!present.contains(name)) {
      fields
          .append(fields.isEmpty() ? "" : ",")
          .append('"')
          .append(name)
          .append("\":")
          .append(json);
    }
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }
}
