package dev.fes.api;

import static dev.fes.api.FilterText.refuseIf;

import java.util.List;
import java.util.Set;

/** Finds where the parts of a filter's text end, by the rules of JsonPath's own reader. */
record FilterScanner(String text) {

  private static final String SIGNS = "<>=~!";
  private static final String BEFORE_OPERAND = "(&|" + SIGNS;
  private static final Set<String> FUNCTIONS = Set.of("length", "size");

  /** The same with blanks for all white space, and numbers for the regular expressions. */
  FilterScanner numberPatterns(List<FilterPattern> patterns) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < length(); ) {
      char c = charAt(at);
      if (c == '\'' || c == '"') {
        int end = endOfQuote(at, length());
        out.append(text, at, end);
        at = end;
      } else if (c == '/' && BEFORE_OPERAND.indexOf(lastSign(out, out.length())) >= 0) {
        int end = endOfPattern(at);
        int flags = endOfWord(end, length());
        out.append('/').append(patterns.size()).append('/');
        patterns.add(FilterPattern.of(text(at + 1, end - 1), text(end, flags)));
        at = flags;
      } else {
        out.append(Character.isWhitespace(c) ? ' ' : c);
        at++;
      }
    }
    return new FilterScanner(out.toString());
  }

  char charAt(int at) {
    return text.charAt(at);
  }

  int length() {
    return text.length();
  }

  String text(int from, int to) {
    return text.substring(from, to);
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
    int close = closing(from, to);
    refuseIf(close == to, "has a quote that is not closed: close it");
    return close + 1;
  }

  /** Behind the slash that closes the one at {@code from}. */
  int endOfPattern(int from) {
    int close = closing(from, length());
    refuseIf(close == length(), "has a regular expression that is not closed: close it");
    return close + 1;
  }

  /** Behind the path that begins with the {@code @} or {@code $} at {@code from}. */
  int endOfPath(int from, int to) {
    int at = from + 1;
    while (at < to && !endsPath(text.charAt(at))) {
      refuseIf(
          text.startsWith("..", at),
          "has a deep scan (..): write out the path that leads to the field");
      at = endOfPart(at, to);
    }
    return at;
  }

  /** Where the name ends that the path ends in, or -1 if it ends in something else. */
  int endOfLastName(int from, int end) {
    int step = from;
    for (int at = from + 1; at < end; at = endOfPart(at, end)) {
      step = ".[(".indexOf(charAt(at)) >= 0 ? at : step;
    }
    if (charAt(step) == '.') {
      return charAt(end - 1) == '*' ? -1 : end;
    }
    int quote = skipBlanks(step + 1, end);
    if (charAt(step) != '[' || "'\"".indexOf(charAt(quote)) < 0) {
      return -1;
    }
    int close = endOfQuote(quote, end);
    return skipBlanks(close, end) == end - 1 ? close - 1 : -1;
  }

  int endOfBracket(int from, int to) {
    char open = text.charAt(from);
    char close = open == '[' ? ']' : '}';
    int depth = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = endOfQuote(at, to) - 1;
      } else if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return at + 1;
      }
    }
    refuseIf(true, "has a " + open + " that is not closed: close it");
    return to;
  }

  int endOfWord(int from, int to) {
    int at = from;
    while (at < to && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind the number at {@code from}; {@code from} if there is none. */
  int endOfNumber(int from, int to) {
    int at = from;
    while (at < to
        && (Character.isDigit(charAt(at)) || at > from && "+-.eE".indexOf(charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  /** The signs of an operator that stand there, or nothing. */
  String signAt(int from, int to) {
    int at = from;
    while (at < to && SIGNS.indexOf(charAt(at)) >= 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Whether a comparison goes on there. */
  boolean operatorAt(int at, int to) {
    return at < to && (Character.isLetter(charAt(at)) || !signAt(at, to).isEmpty());
  }

  /** Whether a regular expression may begin there. */
  boolean operandAt(int from) {
    return BEFORE_OPERAND.indexOf(lastSign(text, from)) >= 0;
  }

  /** Whether a condition, and no right side of a comparison, begins there. */
  boolean conditionAt(int from) {
    return "(&|!".indexOf(lastSign(text, from)) >= 0;
  }

  /** Whether the right side of {@code ==} or its like begins there. */
  boolean comparedAt(int from) {
    return "=<>".indexOf(lastSign(text, from)) >= 0;
  }

  /** Whether a {@code !} stands before. */
  boolean negatedAt(int from) {
    return lastSign(text, from) == '!';
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

  private int closing(int from, int to) {
    int at = from + 1;
    while (at < to && text.charAt(at) != text.charAt(from)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, to);
  }

  private static char lastSign(CharSequence text, int end) {
    int at = end - 1;
    while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    return at < 0 ? ' ' : text.charAt(at);
  }

  private static boolean endsPath(char c) {
    return Character.isWhitespace(c) || "<>=~!&|)".indexOf(c) >= 0;
  }

  private int endOfPart(int at, int to) {
    return switch (charAt(at)) {
      case '[' -> endOfBracket(at, to);
      case '(' -> endOfCall(at, to);
      default -> at + 1;
    };
  }

  private int endOfCall(int from, int to) {
    int close = skipBlanks(from + 1, to);
    String name = text.substring(text.lastIndexOf('.', from) + 1, from);
    refuseIf(
        close >= to || text.charAt(close) != ')' || !FUNCTIONS.contains(name),
        "calls a function: only length() and size() may be used, without arguments");
    return close + 1;
  }
}
