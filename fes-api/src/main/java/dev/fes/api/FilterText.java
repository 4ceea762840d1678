package dev.fes.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A filter's text made ready for JsonPath by {@link FilterRewrite}.
 *
 * @param patterns its regular expressions, by the number that {@link FilterRewrite#MARK} puts
 *     behind the name of the field that each is matched with
 * @param products whether an operator compares every element of one value with every element of
 *     another
 * @param literals with how many elements, or pieces of a text, an operator compares a value
 * @param length of the text that was written
 * @param steps its paths from the root on, each without the predicates in it
 */
record FilterText(
    String path,
    List<FilterPattern> patterns,
    boolean products,
    int literals,
    int length,
    Set<String> steps) {

  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_DEPTH = 32;

  static FilterText of(String source) {
    refuseIf(
        source.length() > MAX_LENGTH, "has more than " + MAX_LENGTH + " characters: shorten it");
    refuseIf(source.isBlank(), "is empty: write a JSONPath, or leave the filter out");
    refuseIf(
        source.indexOf(FilterRewrite.MARK) >= 0 || source.contains("\\u0000"),
        "has the character NUL: leave it out");
    List<FilterPattern> patterns = new ArrayList<>();
    FilterScanner scanner = new FilterScanner(rooted(source.strip())).numberPatterns(patterns);
    refuseIf(
        scanner.depth() > MAX_DEPTH, "is nested more than " + MAX_DEPTH + " deep: simplify it");
    refuseIf(
        scanner.endOfPath(0, scanner.length()) != scanner.length(),
        "goes on after its end: put everything into one [?( )], joined by && and ||");
    return new FilterRewrite(scanner, patterns).text(source.length());
  }

  private static String rooted(String stripped) {
    return switch (stripped.charAt(0)) {
      case '$', '@' -> stripped;
      case '[' -> "$" + stripped;
      case '(', '?', '!' -> throw refusal("begins outside of brackets: write [?(…)] around it");
      default -> "$." + stripped;
    };
  }

  static void refuseIf(boolean wrong, String message) {
    if (wrong) {
      throw refusal(message);
    }
  }

  static InvalidResource refusal(String message) {
    return new InvalidResource(List.of(new Finding("", message)));
  }
}
