package dev.fes.flow.nakadi;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.flow.BadChange;
import dev.fes.flow.Tokens;
import dev.fes.stage.Json;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The row of a change, read column by column and no further than it is needed. */
final class Row {

  private static final String OF_DELETED =
      "; of a deleted row all but the key is null unless ALTER TABLE … REPLICA IDENTITY FULL";

  private final JsonParser parser;
  private final byte[] bytes;
  private final BadChange bad;
  private final String mendOfNull;
  private String column = "";
  private int start;
  private JsonToken value = JsonToken.NOT_AVAILABLE;

  private Row(JsonParser parser, byte[] bytes, BadChange bad) {
    this.parser = parser;
    this.bytes = bytes;
    this.bad = bad;
    this.mendOfNull = bad.facts().op() == Operation.DELETE ? OF_DELETED : "";
  }

  /** Reads an object at whose beginning the parser stands. */
  interface ObjectReader<T> {
    T read(JsonParser parser, byte[] bytes);
  }

  /** Reads the row as it is after the change, or as it was before a delete. */
  static <T> T read(Event change, Function<Row, T> reader) {
    BadChange bad = new BadChange(change.facts());
    String image = change.facts().op() == Operation.DELETE ? "before" : "after";
    try (JsonParser parser = Json.parse(change.value())) {
      if (!Tokens.enter(image, parser)) {
        throw bad.whole(
            "row-missing", "has no \"" + image + "\": a delete needs REPLICA IDENTITY FULL");
      }
      return reader.apply(new Row(parser, change.value(), bad));
    } catch (JacksonException e) {
      throw bad.whole("change-not-json", BadChange.brokenAt(e));
    }
  }

  BadChange bad() {
    return bad;
  }

  /** Moves to the next column; false if there is none. */
  boolean next() {
    if (value != JsonToken.NOT_AVAILABLE) {
      parser.skipChildren();
    }
    String name = parser.nextName();
    if (name == null) {
      return false;
    }
    column = name;
    start = Tokens.start(parser);
    value = parser.nextToken();
    return true;
  }

  /** Adds the column's name and value, as they are. */
  void copyTo(ByteArrayOutputStream copy) {
    parser.finishToken();
    parser.skipChildren();
    copy.write(bytes, start, Tokens.end(parser) - start);
  }

  String column() {
    return column;
  }

  boolean isNull() {
    return value == JsonToken.VALUE_NULL;
  }

  /** The column's value as text. */
  String text(String setting) {
    if (isNull() || !value.isScalarValue()) {
      throw bad.column(
          "column-not-text",
          column,
          "is not a text: write one there, or name another "
              + setting
              + (isNull() ? mendOfNull : ""));
    }
    return parser.getString();
  }

  @Nullable String textOrNull(String setting) {
    return isNull() ? null : text(setting);
  }

  /** Reads the one JSON object of the column, which a text or JSONB column carries as a string. */
  <T> T object(ObjectReader<T> reader) {
    return switch (value) {
      case START_OBJECT -> reader.read(parser, bytes);
      case VALUE_STRING -> objectInText(reader);
      default -> throw notAnObject();
    };
  }

  /** The same where a null is not allowed. */
  <T> T object(String setting, ObjectReader<T> reader) {
    if (isNull()) {
      throw bad.column(
          "payload-null",
          column,
          "is null: write the event there, or name another " + setting + mendOfNull);
    }
    return object(reader);
  }

  <T> T found(@Nullable T read, @Nullable String name) {
    if (read == null) {
      throw bad.column(
          "column-missing", String.valueOf(name), "does not exist: add it, or name another column");
    }
    return read;
  }

  private <T> T objectInText(ObjectReader<T> reader) {
    Text text = new Text(bytes, Tokens.start(parser));
    if (text.isBroken()) {
      parser.finishToken(); // says where
    }
    try (JsonParser inner = Json.parse(text.bytes(), text.length())) {
      if (inner.nextToken() != JsonToken.START_OBJECT) {
        throw notAnObject();
      }
      T read = reader.read(inner, text.bytes());
      if (inner.nextToken() != null) {
        throw notAnObject();
      }
      return read;
    } catch (JacksonException e) {
      throw bad.column(
          "column-not-json", column, BadChange.brokenAt(e) + ": write a JSON object there");
    }
  }

  private RuntimeException notAnObject() {
    return bad.column(
        "column-not-object",
        column,
        "is not one JSON object: write one there, or name another column");
  }
}
