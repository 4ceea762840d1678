package dev.fes.flow;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Where in a document its parts are, so that their bytes can be passed on as they are. */
public final class Tokens {

  private Tokens() {}

  /**
   * Moves from the beginning of a document to that of the object in one of its fields; false if
   * there is none.
   */
  public static boolean enter(String field, JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (name.equals(field)) {
        return value == JsonToken.START_OBJECT;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** Where the current token begins. */
  public static int start(JsonParser parser) {
    return offset(parser.currentTokenLocation());
  }

  /** Where the current token ends; a string has to be read or finished first. */
  public static int end(JsonParser parser) {
    return offset(parser.currentLocation());
  }

  private static int offset(TokenStreamLocation location) {
    return Math.toIntExact(location.getByteOffset());
  }
}
