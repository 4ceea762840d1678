package dev.fes.sink.nakadi;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem as RFC 7807 has it: the sign that Nakadi itself has spoken, and not something on the
 * way to it.
 */
record Problem(String words) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST = 500;

  static Optional<Problem> read(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      String words = text(node, "detail").or(() -> text(node, "title")).orElse("");
      return words.isEmpty() ? Optional.empty() : Optional.of(new Problem(shortened(words)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static String shortened(String words) {
    return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.optional(field).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
