package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds the columns of an outbox row in its change, and reads no further than the last of them. */
final class OutboxReader {

  private final Flow.PostgresWalToGenericNakadiEvent columns;
  private final PayloadReader payloads;

  OutboxReader(Flow.PostgresWalToGenericNakadiEvent columns, PayloadReader payloads) {
    this.columns = columns;
    this.payloads = payloads;
  }

  OutboxRow read(Event change) {
    BadChange bad = new BadChange(change.facts());
    String image = change.facts().op() == Operation.DELETE ? "before" : "after";
    try (JsonParser parser = Json.parse(change.value())) {
      if (parser.nextToken() != JsonToken.START_OBJECT || !enter(image, parser)) {
        throw bad.whole(
            "row-missing", "has no \"" + image + "\": a delete needs REPLICA IDENTITY FULL");
      }
      return new Reading(parser, change.value(), bad).row();
    } catch (JacksonException e) {
      throw bad.whole("change-not-json", BadChange.brokenAt(e));
    }
  }

  private static boolean enter(String image, JsonParser parser) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (name.equals(image)) {
        return value == JsonToken.START_OBJECT;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** One pass over the columns of one row. */
  private final class Reading {

    private final JsonParser parser;
    private final byte[] bytes;
    private final BadChange bad;
    private @Nullable Payload payload;
    private @Nullable String flowId;
    private @Nullable SpanContext trace;
    private boolean flowIdFound = columns.flowIdColumn() == null;

    private Reading(JsonParser parser, byte[] bytes, BadChange bad) {
      this.parser = parser;
      this.bytes = bytes;
      this.bad = bad;
      this.trace = columns.spanCtxColumn() == null ? SpanContext.NONE : null;
    }

    private OutboxRow row() {
      while (payload == null || trace == null || !flowIdFound) {
        String column = parser.nextName();
        if (column == null) {
          break;
        }
        read(column, parser.nextToken());
        parser.skipChildren();
      }
      return new OutboxRow(
          found(payload, columns.payloadColumn()),
          flowIdFound ? flowId : found(flowId, columns.flowIdColumn()),
          found(trace, columns.spanCtxColumn()));
    }

    private void read(String column, JsonToken value) {
      if (column.equals(columns.payloadColumn())) {
        payload = payload(value);
      }
      if (column.equals(columns.flowIdColumn())) {
        flowIdFound = true;
        flowId = value == JsonToken.VALUE_NULL ? null : scalar(column, value);
      }
      if (column.equals(columns.spanCtxColumn())) {
        trace = trace(column, value);
      }
    }

    private Payload payload(JsonToken value) {
      String column = columns.payloadColumn();
      return switch (value) {
        case START_OBJECT -> payloads.read(parser, bytes);
        case VALUE_STRING -> text(column, (inner, text) -> payloads.read(inner, text));
        case VALUE_NULL ->
            throw bad.column(
                "payload-null",
                column,
                "is null: write the event there, or name another payloadColumn");
        default -> throw notAnObject(column);
      };
    }

    private SpanContext trace(String column, JsonToken value) {
      return switch (value) {
        case START_OBJECT -> SpanContext.read(parser, bytes);
        case VALUE_STRING -> text(column, SpanContext::read);
        case VALUE_NULL -> SpanContext.NONE;
        default -> throw notAnObject(column);
      };
    }

    /** Reads the JSON object that a text or JSONB column carries as a string. */
    private <T> T text(String column, ObjectReader<T> reader) {
      byte[] text = parser.getString().getBytes(UTF_8);
      try (JsonParser inner = Json.parse(text)) {
        if (inner.nextToken() != JsonToken.START_OBJECT) {
          throw notAnObject(column);
        }
        T read = reader.read(inner, text);
        if (inner.nextToken() != null) {
          throw notAnObject(column);
        }
        return read;
      } catch (JacksonException e) {
        throw bad.column(
            "column-not-json", column, BadChange.brokenAt(e) + ": write a JSON object there");
      }
    }

    private String scalar(String column, JsonToken value) {
      if (!value.isScalarValue()) {
        throw bad.column("column-not-text", column, "is not a text: name another flowIdColumn");
      }
      return parser.getString();
    }

    private RuntimeException notAnObject(String column) {
      return bad.column(
          "column-not-object",
          column,
          "is not one JSON object: write one there, or name another column");
    }

    private <T> T found(@Nullable T value, @Nullable String column) {
      if (value == null) {
        throw bad.column(
            "column-missing",
            String.valueOf(column),
            "does not exist: add it, or name another column");
      }
      return value;
    }
  }

  /** Reads an object at whose beginning the parser stands. */
  private interface ObjectReader<T> {
    T read(JsonParser parser, byte[] bytes);
  }
}
