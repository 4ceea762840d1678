package dev.fes.flow.nakadi;

import dev.fes.api.event.Event;
import dev.fes.flow.Tokens;
import dev.fes.stage.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The name of the table that a change is of, without its schema. */
final class TableName {

  private TableName() {}

  /** Names may have dots in them: which one parts schema and table only the record itself says. */
  static String of(Event change) {
    String qualified = change.facts().table();
    int dot = qualified.indexOf('.');
    if (dot == qualified.lastIndexOf('.')) {
      return qualified.substring(dot + 1);
    }
    String table = inSource(change.value());
    return table == null ? qualified.substring(dot + 1) : table;
  }

  private static @Nullable String inSource(byte[] change) {
    try (JsonParser parser = Json.parse(change)) {
      String name = Tokens.enter("source", parser) ? parser.nextName() : null;
      while (name != null) {
        JsonToken value = parser.nextToken();
        if (name.equals("table") && value == JsonToken.VALUE_STRING) {
          return parser.getString();
        }
        parser.skipChildren();
        name = parser.nextName();
      }
      return null;
    }
  }
}
