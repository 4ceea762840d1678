package dev.fes.flow;

import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** The metadata that a change gives to its event, where the payload does not bring its own. */
public record Metadata(List<Field> fields) {

  private static final int UUID_LENGTH = 36;

  /** A field's name and its value as JSON. */
  record Field(String name, String json) {}

  public Metadata {
    fields = List.copyOf(fields);
  }

  /** The id of the change, the same over every restart and replay, and the time of its commit. */
  public static Metadata of(Facts facts) {
    return of(facts, committedAt(facts));
  }

  public static Metadata of(Facts facts, String occurredAt) {
    return of(eidOf(facts), occurredAt);
  }

  public static Metadata of(String eid, String occurredAt) {
    return new Metadata(
        List.of(new Field("eid", quoted(eid)), new Field("occurred_at", quoted(occurredAt))));
  }

  public static String committedAt(Facts facts) {
    return Instant.EPOCH.plus(facts.committedAtMicros(), ChronoUnit.MICROS).toString();
  }

  private static String eidOf(Facts facts) {
    return isUuid(facts.id()) ? facts.id() : EventId.of(facts.id()).toString();
  }

  /** By hand, for each event is asked. */
  private static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean fits = i == 8 || i == 13 || i == 18 || i == 23 ? c == '-' : HexFormat.isHexDigit(c);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** With one field more, unless its text is null. */
  public Metadata text(String name, @Nullable String text) {
    return json(name, text == null ? null : quoted(text));
  }

  /** With one field more, unless its JSON is null. */
  public Metadata json(String name, @Nullable String json) {
    if (json == null) {
      return this;
    }
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, json));
    return new Metadata(more);
  }

  /** The fields that are not there yet, as JSON without braces. */
  String without(Set<String> present) {
    StringBuilder missing = new StringBuilder(160);
    for (Field field : fields) {
      if (!present.contains(field.name())) {
        missing.append(missing.isEmpty() ? "\"" : ",\"").append(field.name()).append("\":");
        missing.append(field.json());
      }
    }
    return missing.toString();
  }

  /** The text as a JSON string. */
  public static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }
}
