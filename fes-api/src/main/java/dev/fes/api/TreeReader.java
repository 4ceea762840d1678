package dev.fes.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one document into a tree of bounded size and depth. YAML's aliases are resolved and count
 * as often as they are written; a key that is written twice is reported, and the first one counts.
 */
final class TreeReader {

  private static final int MAX_NODES = 200_000;
  private static final int MAX_DEPTH = 64;
  private static final String MERGE = "<<";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final @Nullable YAMLParser yaml;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private int nodes;

  private record Anchored(JsonNode node, int size) {}

  TreeReader(JsonParser parser) {
    this.parser = parser;
    this.yaml = parser instanceof YAMLParser it ? it : null;
  }

  JsonNode read() {
    return value("", 0);
  }

  List<Finding> findings() {
    return findings;
  }

  private JsonNode value(String path, int depth) {
    count(1);
    if (depth > MAX_DEPTH) {
      throw new TooLarge("is nested more than " + MAX_DEPTH + " deep: flatten it");
    }
    if (yaml != null && yaml.isCurrentAlias()) {
      return alias(path);
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT, START_ARRAY -> anchored(token, path, depth);
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(Double.NaN);
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      default -> text(parser.getString());
    };
  }

  private JsonNode text(@Nullable String text) {
    boolean absent = text == null || (yaml != null && text.equals("~"));
    return absent ? NODES.nullNode() : NODES.stringNode(text);
  }

  private JsonNode anchored(JsonToken token, String path, int depth) {
    String anchor = yaml == null ? null : yaml.getObjectId();
    int before = nodes;
    JsonNode node = token == JsonToken.START_OBJECT ? object(path, depth) : array(path, depth);
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes - before));
    }
    return node;
  }

  private ObjectNode object(String path, int depth) {
    ObjectNode object = NODES.objectNode();
    List<JsonNode> merged = new ArrayList<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      String child = Finding.member(path, name);
      parser.nextToken();
      JsonNode value = value(child, depth + 1);
      if (yaml != null && name.equals(MERGE)) {
        merged.add(value);
      } else if (object.has(name)) {
        findings.add(new Finding(child, "is written twice: keep one"));
      } else {
        object.set(name, value);
      }
    }
    merged.forEach(value -> merge(object, value));
    return object;
  }

  private void merge(ObjectNode object, JsonNode merged) {
    if (merged.isArray()) {
      merged.forEach(one -> merge(object, one));
    } else {
      merged.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
      count(merged.size());
    }
  }

  private ArrayNode array(String path, int depth) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      array.add(value(path + "[" + array.size() + "]", depth + 1));
    }
    return array;
  }

  private JsonNode alias(String path) {
    Anchored anchored = anchors.get(parser.getString());
    if (anchored == null) {
      findings.add(
          new Finding(path, "is an alias of no object or list before it: write the value itself"));
      return NODES.nullNode();
    }
    count(anchored.size());
    return anchored.node();
  }

  private void count(int more) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new TooLarge("holds more than " + MAX_NODES + " values: split it");
    }
  }
}
