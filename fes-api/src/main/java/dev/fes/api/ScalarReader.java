package dev.fes.api;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads text, whole numbers, addresses and constants; nothing is taken for what it is not. */
final class ScalarReader {

  private final FindingLog log;

  ScalarReader(FindingLog log) {
    this.log = log;
  }

  @Nullable Object read(JsonNode node, Class<?> type, String path) {
    if (type == Integer.class) {
      return integer(node, path);
    }
    if (!node.isString()) {
      log.fault(path, "must be text, but is " + kind(node) + ": " + mend(node, path));
      return null;
    }
    String text = node.stringValue();
    return type == URI.class ? uri(text, path) : type.isEnum() ? constant(text, type, path) : text;
  }

  /** What a filter begins with is a list to YAML. */
  private static String mend(JsonNode node, String path) {
    if (path.endsWith(".filter")) {
      return "put the filter between quotes";
    }
    return node.isContainer() ? "write it" : "quote it";
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "text";
    };
  }

  private @Nullable Integer integer(JsonNode node, String path) {
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      return node.intValue();
    }
    String said = node.isNumber() ? "has a fraction or is too large" : "is " + kind(node);
    log.fault(path, "must be a whole number, but " + said + ": write it plainly, without quotes");
    return null;
  }

  private @Nullable URI uri(String text, String path) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      log.fault(path, "is not an address: write https://host/path");
      return null;
    }
  }

  private @Nullable Object constant(String text, Class<?> type, String path) {
    Map<String, Object> known = new TreeMap<>();
    for (Object constant : type.getEnumConstants()) {
      if (constant instanceof Operation operation) {
        operation.names().forEach(name -> known.put(name, operation));
      } else {
        known.put(constant.toString(), constant);
      }
    }
    Object constant = known.get(text.toUpperCase(Locale.ROOT));
    if (constant == null) {
      log.fault(
          path,
          "is unknown"
              + Spelling.didYouMean(text, known.keySet())
              + Spelling.known(known.keySet()));
    }
    return constant;
  }
}
