package dev.fes.controller.ops;

import dev.fes.controller.ops.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON object of a request, read by hand: what is wrong with it is said by the field's name and
 * with the mend.
 */
record JsonBody(JsonNode tree) {

  static JsonBody read(HttpServletRequest request, int limit) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(text(request, limit));
      if (tree == null || !tree.isObject()) {
        throw malformed("the body is no JSON object: send one");
      }
      return new JsonBody(tree);
    } catch (JacksonException e) {
      throw malformed("the body is no JSON: " + e.getOriginalMessage());
    }
  }

  /** The body as it is. */
  static String text(HttpServletRequest request, int limit) {
    try {
      byte[] bytes = request.getInputStream().readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw malformed("the body has more than " + limit + " bytes: send less");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw malformed("the body is not UTF-8 text: send it as that");
    } catch (IOException e) {
      throw malformed("the body cannot be read: " + e.getMessage());
    }
  }

  static Refusal malformed(String message) {
    return new Refusal(Reason.MALFORMED, message);
  }

  /** Refuses what nobody would read. */
  void allowOnly(Set<String> fields) {
    for (String field : tree.propertyNames()) {
      if (!fields.contains(field)) {
        throw malformed(field + ": is not known: there are " + String.join(", ", sorted(fields)));
      }
    }
  }

  boolean has(String field) {
    return tree.hasNonNull(field);
  }

  String text(String field, String mend) {
    JsonNode value = tree.path(field);
    if (!value.isString()) {
      throw malformed(
          field + ": is " + (value.isMissingNode() ? "missing" : "no text") + ": " + mend);
    }
    return value.asString();
  }

  boolean flag(String field) {
    JsonNode value = tree.path(field);
    if (has(field) && !value.isBoolean()) {
      throw malformed(field + ": is neither true nor false: write one of them");
    }
    return value.asBoolean(false);
  }

  long number(String field, long least, long most) {
    return number(field, tree.path(field), least, most);
  }

  List<Long> numbers(String field, int mostOfThem) {
    JsonNode value = tree.path(field);
    if (!value.isArray() || value.isEmpty() || value.size() > mostOfThem) {
      throw malformed(field + ": is no list of 1 to " + mostOfThem + " numbers: write one");
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      numbers.add(number(field + "[" + i + "]", value.get(i), 0, Long.MAX_VALUE));
    }
    return numbers;
  }

  private static long number(String field, JsonNode value, long least, long most) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw malformed(
          field
              + ": is no whole number from "
              + least
              + (most == Long.MAX_VALUE ? "" : " to " + most)
              + ": write one");
    }
    return value.asLong();
  }

  private static List<String> sorted(Set<String> fields) {
    return fields.stream().sorted().toList();
  }
}
