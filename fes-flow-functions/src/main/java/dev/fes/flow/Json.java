package dev.fes.flow;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON read as a stream of tokens with their places, so that bytes can be passed on instead of
 * written anew.
 */
public final class Json {

  /**
   * A record's size is bounded already, and nothing here recurses: whatever the database took may
   * pass.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  public static JsonParser parse(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

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
