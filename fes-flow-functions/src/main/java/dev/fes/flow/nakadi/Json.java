package dev.fes.flow.nakadi;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON read as a stream of tokens with their places, so that bytes can be passed on instead of
 * written anew.
 */
final class Json {

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

  static JsonParser parse(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Where the current token begins. */
  static int start(JsonParser parser) {
    return offset(parser.currentTokenLocation());
  }

  /** Where the current token ends; exact for whatever is not a string. */
  static int end(JsonParser parser) {
    return offset(parser.currentLocation());
  }

  private static int offset(TokenStreamLocation location) {
    return Math.toIntExact(location.getByteOffset());
  }
}
