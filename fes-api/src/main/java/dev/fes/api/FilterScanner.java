package dev.fes.api;

import static dev.fes.api.FilterText.refuseFunction;
import static dev.fes.api.FilterText.refuseIf;

/** Finds where the parts of a filter's text end, by the rules of JsonPath's own reader. */
record FilterScanner(String text) {

  char charAt(int at) {
    return text.charAt(at);
  }

  int skipBlanks(int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind the quote that closes the one at {@code from}. */
  int endOfQuote(int from, int to) {
    for (int at = from + 1; at < to; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == text.charAt(from)) {
        return at + 1;
      }
    }
    refuseIf(true, "has a quote that is not closed: close it");
    return to;
  }

  /** Behind the path that begins with the {@code @} or {@code $} at {@code from}. */
  int endOfPath(int from, int to) {
    int at = from + 1;
    while (at < to && !endsPath(text.charAt(at))) {
      char c = text.charAt(at);
      refuseIf(
          c == '.' && at + 1 < to && text.charAt(at + 1) == '.',
          "has a deep scan (..): write out the path that leads to the field");
      at = c == '[' ? endOfBracket(at, to) : c == '(' ? endOfCall(at, to) : at + 1;
    }
    return at;
  }

  /** The {@code !=} or {@code !==} there, or nothing. */
  String unequalAt(int at, int to) {
    String rest = text.substring(Math.min(at, to), to);
    return rest.startsWith("!==") ? "!==" : rest.startsWith("!=") ? "!=" : "";
  }

  /** Whether a {@code !} stands before. */
  boolean negatedAt(int from) {
    int at = from - 1;
    while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    return at >= 0 && text.charAt(at) == '!';
  }

  /** How deep brackets of any kind are nested. */
  int depth() {
    int depth = 0;
    int deepest = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = endOfQuote(at, text.length()) - 1;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static boolean endsPath(char c) {
    return Character.isWhitespace(c) || "<>=~!&|)".indexOf(c) >= 0;
  }

  private int endOfBracket(int from, int to) {
    int depth = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = endOfQuote(at, to) - 1;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return at + 1;
      }
    }
    refuseIf(true, "has a [ that is not closed: close it");
    return to;
  }

  private int endOfCall(int from, int to) {
    int close = skipBlanks(from + 1, to);
    String name = text.substring(text.lastIndexOf('.', from) + 1, from);
    refuseFunction(name, close >= to || text.charAt(close) != ')');
    return close + 1;
  }
}
