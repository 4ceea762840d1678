package dev.fes.api;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A filter's text made ready for JsonPath: what has no bound is refused, and {@code !=} between two
 * paths is written so that it does not match where both are absent. A path is absent exactly where
 * it does not equal itself.
 *
 * @param products whether an operator compares every element of one value with every element of
 *     another
 * @param literals how many elements the literals may have
 */
record FilterText(String path, boolean products, int literals) {

  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_PREPARED_LENGTH = 65_536;
  private static final int MAX_DEPTH = 32;
  private static final Set<String> FUNCTIONS = Set.of("length", "size");
  private static final Pattern PRODUCT =
      Pattern.compile("(?i)\\b(all|contains|anyof|noneof|subsetof)\\s+[@$]");

  static FilterText of(String source) {
    refuseIf(
        source.length() > MAX_LENGTH, "has more than " + MAX_LENGTH + " characters: shorten it");
    refuseIf(source.isBlank(), "is empty: write a JSONPath, or leave the filter out");
    String stripped = source.strip();
    char first = stripped.charAt(0);
    String rooted =
        first == '$' || first == '@' ? stripped : (first == '[' ? "$" : "$.") + stripped;
    FilterScanner scanner = new FilterScanner(rooted);
    refuseIf(
        scanner.depth() > MAX_DEPTH, "is nested more than " + MAX_DEPTH + " deep: simplify it");
    refuseIf(
        scanner.endOfPath(0, rooted.length()) != rooted.length(),
        "goes on after its end: put everything into one [?( )], joined by && and ||");
    StringBuilder path = new StringBuilder();
    prepare(scanner, 0, rooted.length(), path);
    int commas = (int) rooted.chars().filter(c -> c == ',').count();
    return new FilterText(path.toString(), PRODUCT.matcher(path).find(), commas + 1);
  }

  private static void prepare(FilterScanner scanner, int from, int to, StringBuilder out) {
    for (int at = from; at < to; ) {
      char c = scanner.charAt(at);
      refuseIf(
          c == '~',
          "has a regular expression (=~), whose time has no bound: use ==, in, or contains");
      refuseIf(out.length() > MAX_PREPARED_LENGTH, "nests too many != in one another: simplify it");
      if (c == '@' || c == '$') {
        at = operand(scanner, at, to, out);
      } else if (c == '\'' || c == '"') {
        int end = scanner.endOfQuote(at, to);
        out.append(scanner.text(), at, end);
        at = end;
      } else if (c == '&' || c == '|') {
        out.append(' ');
        for (; at < to && scanner.charAt(at) == c; at++) {
          out.append(c);
        }
        out.append(' ');
      } else {
        out.append(Character.isWhitespace(c) ? ' ' : c);
        at++;
      }
    }
  }

  private static int operand(FilterScanner scanner, int at, int to, StringBuilder out) {
    int end = scanner.endOfPath(at, to);
    String left = path(scanner, at, end);
    int operator = scanner.skipBlanks(end, to);
    String unequal = scanner.unequalAt(operator, to);
    int next = scanner.skipBlanks(operator + unequal.length(), to);
    boolean twoPaths = !unequal.isEmpty() && next < to && "@$".indexOf(scanner.charAt(next)) >= 0;
    if (!twoPaths || scanner.negatedAt(at)) {
      out.append(left);
      return end;
    }
    int last = scanner.endOfPath(next, to);
    String right = path(scanner, next, last);
    out.append(
        "(%1$s %3$s %2$s && (%1$s == %1$s || %2$s == %2$s))".formatted(left, right, unequal));
    return last;
  }

  private static String path(FilterScanner scanner, int from, int to) {
    StringBuilder path = new StringBuilder().append(scanner.charAt(from));
    prepare(scanner, from + 1, to, path);
    return path.toString();
  }

  static void refuseFunction(String name, boolean hasArguments) {
    refuseIf(
        hasArguments || !FUNCTIONS.contains(name),
        "calls a function: only length() and size() may be used, without arguments");
  }

  static void refuseIf(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidResource(List.of(new Finding("", message)));
    }
  }
}
