package dev.fes.testbed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One item of a posted array: where its bytes are, and the few fields that Nakadi itself looks at.
 */
record NakadiItem(byte[] batch, int from, int to, Map<String, Object> fields) {

  /** Stands for a value that nobody looks into. */
  private static final Object SKIPPED = new Object();

  /** Splits a batch without copying it; fails as a parser does where it is no array of objects. */
  static List<NakadiItem> split(byte[] batch) throws JacksonException {
    List<NakadiItem> items = new ArrayList<>();
    try (JsonParser parser = Json.parser(batch)) {
      demand(parser.nextToken() == JsonToken.START_ARRAY, "The body is not an array");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        demand(parser.currentToken() == JsonToken.START_OBJECT, "An item is not an object");
        items.add(read(parser, batch));
      }
      demand(parser.nextToken() == null, "Something follows the array");
    }
    return items;
  }

  int size() {
    return to - from;
  }

  byte[] bytes() {
    return Arrays.copyOfRange(batch, from, to);
  }

  /** The metadata object, or null where there is none. */
  @SuppressWarnings("unchecked")
  @Nullable Map<String, Object> metadata() {
    return fields.get("metadata") instanceof Map<?, ?> metadata
        ? (Map<String, Object>) metadata
        : null;
  }

  String eid() {
    Map<String, Object> metadata = metadata();
    return metadata != null && metadata.get("eid") instanceof String eid ? eid : "";
  }

  private static NakadiItem read(JsonParser parser, byte[] batch) {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    demand(from >= 0, "The body is not UTF-8");
    Map<String, Object> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, field(name, parser));
    }
    return new NakadiItem(batch, from, (int) parser.currentLocation().getByteOffset(), fields);
  }

  private static Object field(String name, JsonParser parser) {
    if (name.equals("metadata") || name.equals("data_op") || name.equals("data_type")) {
      return Json.value(parser);
    }
    parser.skipChildren();
    return SKIPPED;
  }

  private static void demand(boolean fulfilled, String complaint) {
    if (!fulfilled) {
      throw new NotABatch(complaint);
    }
  }

  /** Valid JSON that is no batch. */
  static final class NotABatch extends JacksonException {

    NotABatch(String complaint) {
      super(complaint);
    }
  }
}
