package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An array as Postgres writes it, {@code {1,NULL,"a b"}}, made a JSON array; dimensions become
 * nested arrays. What is none, though its type is called like one, becomes a JSON string.
 */
final class ArrayText {

  private final String text;
  private final ColumnType elements;
  private final JsonBytes json = new JsonBytes();
  private int at;

  private ArrayText(String text, ColumnType elements) {
    this.text = text;
    this.elements = elements;
  }

  static String toJson(String text, ColumnType elements) {
    return new ArrayText(text, elements).convert();
  }

  private String convert() {
    try {
      // bounds other than 1 come first: [0:2]={...}
      at = text.startsWith("[") ? text.indexOf('{') : 0;
      array();
    } catch (IndexOutOfBoundsException e) {
      at = -1;
    }
    if (at != text.length()) {
      json.reset().text(text);
    }
    return new String(json.toBytes(), UTF_8);
  }

  private void array() {
    if (text.charAt(at) != '{') {
      throw new IndexOutOfBoundsException(at);
    }
    at++;
    json.raw('[');
    while (text.charAt(at) != '}') {
      switch (text.charAt(at)) {
        case ',' -> {
          json.raw(',');
          at++;
        }
        case '{' -> array();
        case '"' -> element(quoted());
        default -> unquoted();
      }
    }
    at++;
    json.raw(']');
  }

  private void unquoted() {
    int start = at;
    while (text.charAt(at) != ',' && text.charAt(at) != '}') {
      at++;
    }
    String element = text.substring(start, at);
    if (element.equalsIgnoreCase("NULL")) {
      json.raw("null");
    } else {
      element(element);
    }
  }

  private String quoted() {
    StringBuilder element = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at));
      at++;
    }
    at++;
    return element.toString();
  }

  private void element(String element) {
    String rendered = elements.render(element);
    if (elements.isJson()) {
      json.raw(rendered);
    } else {
      json.text(rendered);
    }
  }
}
