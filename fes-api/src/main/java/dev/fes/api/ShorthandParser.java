package dev.fes.api;

import java.util.ArrayList;
import java.util.List;

/** Takes definitions apart; white space, line breaks and comments (#) only part words. */
final class ShorthandParser {

  private final String text;
  private int at;

  private ShorthandParser(String text) {
    this.text = text;
  }

  /**
   * @throws InvalidResource if the text is no shorthand; says where and why
   */
  static List<ShorthandDefinition> parse(String text) {
    return new ShorthandParser(text).definitions();
  }

  private List<ShorthandDefinition> definitions() {
    List<ShorthandDefinition> found = new ArrayList<>();
    while (skipTo() != '\0') {
      if (take(';')) {
        continue;
      }
      if (text.startsWith(ShorthandDefinition.DEAD_LETTERS, at)) {
        ShorthandApp letters = letters();
        if (found.isEmpty()) {
          throw wrong("stands before any event stream: write it after the one it belongs to");
        }
        found.add(found.removeLast().with(letters));
      } else {
        found.add(definition());
      }
    }
    return found;
  }

  private ShorthandDefinition definition() {
    String first = word();
    String id = null;
    if (skipTo() == '=') {
      at++;
      id = first;
      skipTo();
      first = word();
    }
    List<ShorthandApp> apps = new ArrayList<>();
    apps.add(options(first));
    while (take('|')) {
      skipTo();
      apps.add(options(word()));
    }
    return new ShorthandDefinition(id, apps, null);
  }

  private ShorthandApp letters() {
    at += ShorthandDefinition.DEAD_LETTERS.length();
    if (!take('>')) {
      throw wrong("needs a > and a sink after :dead-letters");
    }
    skipTo();
    return options(word());
  }

  private ShorthandApp options(String name) {
    ShorthandApp app = new ShorthandApp(name);
    while (skipTo() == '-' && text.startsWith("--", at)) {
      at += 2;
      String option = word();
      if (at >= text.length() || text.charAt(at) != '=') {
        throw wrong("needs a = and a value after --" + option);
      }
      at++;
      app.put(option, value(option));
    }
    return app;
  }

  private String word() {
    int from = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw wrong(
          at == text.length()
              ? "ends where the name of an app is expected"
              : "has " + text.charAt(at) + " where a name is expected");
    }
    return text.substring(from, at);
  }

  private String value(String option) {
    char first = at < text.length() ? text.charAt(at) : ' ';
    String value = first == '\'' || first == '"' ? quoted(first) : plain();
    if (value.isEmpty()) {
      throw wrong("has no value for --" + option + ": give it, or take the option out");
    }
    return value;
  }

  private String plain() {
    int from = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && "|;>".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Within quotes a quote is written twice. */
  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != quote) {
        value.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        value.append(quote);
        at++;
      } else {
        at++;
        return value.toString();
      }
    }
    throw wrong("has a quote that is not closed: close it");
  }

  private boolean take(char sign) {
    boolean there = skipTo() == sign;
    at += there ? 1 : 0;
    return there;
  }

  /** The next character that is neither white space nor of a comment, or none. */
  private char skipTo() {
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
      at = text.charAt(at) == '#' ? endOfLine() : at + 1;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private InvalidResource wrong(String message) {
    long line = text.substring(0, Math.min(at, text.length())).lines().count();
    return Shorthand.fault("line " + Math.max(line, 1) + " of the definition " + message);
  }
}
