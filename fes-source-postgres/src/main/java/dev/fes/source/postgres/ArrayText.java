package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An array as Postgres writes it, {@code {1,NULL,"a b"}}, made a JSON array; dimensions become
 * nested arrays. What is none, though its type is called like one, becomes a JSON string.
 */
final class ArrayText {

  private static final String UNQUOTED_NEVER = ",{}\"";

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
    take('{');
    json.raw('[');
    if (text.charAt(at) != '}') {
      item();
      while (text.charAt(at) == ',') {
        take(',');
        json.raw(',');
        item();
      }
    }
    take('}');
    json.raw(']');
  }

  private void item() {
    switch (text.charAt(at)) {
      case '{' -> array();
      case '"' -> element(quoted());
      default -> unquoted();
    }
  }

  private void take(char expected) {
    if (text.charAt(at) != expected) {
      throw new IndexOutOfBoundsException(at);
    }
    at++;
  }

  /** Postgres puts quotes around what is empty or has one of these in it. */
  private void unquoted() {
    int start = at;
    while (UNQUOTED_NEVER.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw new IndexOutOfBoundsException(at);
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
