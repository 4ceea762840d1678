package dev.fes.api;

import static dev.fes.api.FilterText.refusal;
import static dev.fes.api.FilterText.refuseIf;

import com.jayway.jsonpath.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a filter so that JsonPath evaluates it as it is meant: {@code !=} between two paths does
 * not match where both are absent (a path is absent exactly where it does not equal itself), a
 * regular expression becomes a field that {@link FilterSteps} answers, {@code $} is the change also
 * where only its existence is asked, and texts in a list are no paths. What has no bound, or never
 * matches, is refused.
 */
final class FilterRewrite {

  /** Between a field's name and the number of the regular expression that it is matched with. */
  static final char MARK = '\0';

  private static final int MAX_LENGTH = 65_536;
  private static final int NEEDLE_A_PIECE = 8;
  private static final Set<String> SIGNS = Set.of("==", "===", "!=", "!==", "<", "<=", ">", ">=");

  private final FilterScanner scanner;
  private final List<FilterPattern> patterns;
  private final Set<String> steps = new HashSet<>();
  private String around = "";
  private boolean products;
  private int literals = 1;

  FilterRewrite(FilterScanner scanner, List<FilterPattern> patterns) {
    this.scanner = scanner;
    this.patterns = patterns;
  }

  FilterText text(int length) {
    String path = path(0, scanner.length());
    return new FilterText(
        path, List.copyOf(patterns), products, literals, length, Set.copyOf(steps));
  }

  private String path(int from, int to) {
    StringBuilder out = new StringBuilder();
    StringBuilder own = new StringBuilder();
    for (int at = from; at < to; ) {
      int end = scanner.charAt(at) == '[' ? scanner.endOfBracket(at, to) : at + 1;
      int predicate = scanner.skipBlanks(at + 1, to);
      if (end > at + 1 && scanner.charAt(predicate) == '?') {
        out.append("[?");
        predicate(own.toString(), predicate + 1, end - 1, out);
        out.append(']');
      } else {
        out.append(scanner.text(), at, end);
        own.append(scanner.text(), at, end);
      }
      at = end;
    }
    steps.add(absolute(own.toString()));
    return out.toString();
  }

  private void predicate(String subject, int from, int to, StringBuilder out) {
    String outer = around;
    around = absolute(subject);
    expression(from, to, out);
    around = outer;
  }

  /** From the root on; what a predicate is asked about is all that is in it. */
  private String absolute(String path) {
    if (!path.startsWith("@")) {
      return path;
    }
    return around + (path.equals("@") ? ".*" : path.substring(1));
  }

  private void expression(int from, int to, StringBuilder out) {
    for (int at = from; at < to; ) {
      char c = scanner.charAt(at);
      refuseIf(out.length() > MAX_LENGTH, "nests too many != in one another: simplify it");
      at =
          switch (c) {
            case '@', '$' -> operand(at, to, out);
            case '/' -> patternFirst(at, to, out);
            case '\'', '"' -> copy(at, scanner.endOfQuote(at, to), out);
            case '[', '{' -> literal(at, scanner.endOfBracket(at, to), out);
            case '&', '|' -> joint(at, to, out);
            case '<', '>', '=', '~', '!' -> sign(at, to, out);
            default ->
                Character.isLetter(c)
                    ? word(at, to, out)
                    : copy(at, Math.max(at + 1, scanner.endOfNumber(at, to)), out);
          };
    }
  }

  private int copy(int from, int end, StringBuilder out) {
    out.append(scanner.text(from, end));
    return end;
  }

  private int operand(int at, int to, StringBuilder out) {
    int end = scanner.endOfPath(at, to);
    int operator = scanner.skipBlanks(end, to);
    refuseIf(
        scanner.negatedAt(at) && scanner.operatorAt(operator, to),
        "has a ! before a comparison: write !( ) around it");
    String sign = scanner.signAt(operator, to);
    int right = scanner.skipBlanks(operator + sign.length(), to);
    char first = right < to ? scanner.charAt(right) : ' ';
    boolean unequal = sign.equals("!=") || sign.equals("!==");
    if (sign.equals("=~")) {
      refuseIf(
          first != '/', "has no regular expression after =~: write =~ /pattern/ without quotes");
      return match(at, end, right, out);
    }
    if (unequal && "@$".indexOf(first) >= 0) {
      int last = scanner.endOfPath(right, to);
      out.append(unequal(path(at, end), sign, path(right, last)));
      return last;
    }
    boolean existence = scanner.conditionAt(at) && !scanner.operatorAt(operator, to);
    String path = path(at, end);
    out.append(existence && path.startsWith("$") ? "(%1$s == %1$s)".formatted(path) : path);
    return end;
  }

  private static String unequal(String left, String sign, String right) {
    return "(%1$s %2$s %3$s && (%1$s == %1$s || %3$s == %3$s))".formatted(left, sign, right);
  }

  private int patternFirst(int at, int to, StringBuilder out) {
    refuseIf(
        !scanner.operandAt(at),
        "has a / where no condition begins: join conditions by && or ||, and write ( ) around them");
    int operator = scanner.skipBlanks(scanner.endOfPattern(at), to);
    refuseIf(!scanner.signAt(operator, to).equals("=~"), "compares a regular expression: write =~");
    int path = scanner.skipBlanks(operator + 2, to);
    refuseIf(
        path >= to || "@$".indexOf(scanner.charAt(path)) < 0,
        "has no path after =~: write @.path =~ /pattern/");
    int end = scanner.endOfPath(path, to);
    match(path, end, at, out);
    return end;
  }

  private int match(int from, int end, int pattern, StringBuilder out) {
    int nameEnd = scanner.endOfLastName(from, end);
    refuseIf(
        nameEnd < 0,
        "compares by =~ what has no name: write @.path.field =~ /pattern/, which matches where any"
            + " element of a list does");
    String path = path(from, end);
    String number = scanner.text(pattern + 1, scanner.endOfPattern(pattern) - 1);
    out.append(path).insert(out.length() - (end - nameEnd), MARK + number);
    if (!JsonPath.isPathDefinite(path)) {
      out.append(" contains true");
    } else if (patterns.get(Integer.parseInt(number)).matchesEmpty()) {
      out.append(" != false");
    } else {
      out.append(" == true");
    }
    return scanner.endOfPattern(pattern);
  }

  private int literal(int from, int end, StringBuilder out) {
    literals += (int) scanner.text(from, end).chars().filter(c -> c == ',').count();
    if (scanner.charAt(from) == '{' || scanner.comparedAt(from)) {
      return copy(from, end, out);
    }
    out.append('[');
    for (int at = from + 1; at < end; ) {
      at =
          switch (scanner.charAt(at)) {
            case '\'', '"' -> element(at, scanner.endOfQuote(at, end), out);
            case '[', '{' ->
                throw refusal("has a list or an object in a list: compare it by itself, by ==");
            default -> copy(at, at + 1, out);
          };
    }
    return end;
  }

  /** JsonPath takes a text in a list for a path or for JSON by its first character. */
  private int element(int from, int end, StringBuilder out) {
    int first = scanner.skipBlanks(from + 1, end - 1);
    out.append(scanner.text(), from, first);
    char c = scanner.charAt(first);
    out.append("@$[{".indexOf(c) < 0 ? String.valueOf(c) : "\\\\u%04x".formatted((int) c));
    return copy(first + 1, Math.max(first + 1, end), out);
  }

  private int joint(int at, int to, StringBuilder out) {
    String joint = scanner.text(at, Math.min(at + 2, to));
    refuseIf(
        !joint.equals("&&") && !joint.equals("||"),
        "joins its conditions by something else than && and ||: write those");
    out.append(' ').append(joint).append(' ');
    return at + 2;
  }

  private int sign(int at, int to, StringBuilder out) {
    String sign = scanner.signAt(at, to);
    refuseIf(sign.equals("="), "has =, which is no operator: write ==");
    refuseIf(sign.equals("<>"), "has <>, which is no operator: write !=");
    refuseIf(sign.equals("=~"), "compares a literal by =~: write @.path =~ /pattern/");
    refuseIf(
        !SIGNS.contains(sign) && !sign.chars().allMatch(c -> c == '!'),
        "has " + sign + ", which is no operator: write one of == != < <= > >= =~");
    out.append(sign);
    return at + sign.length();
  }

  private int word(int at, int to, StringBuilder out) {
    int end = scanner.endOfWord(at, to);
    String word = scanner.text(at, end).toLowerCase(Locale.ROOT);
    switch (word) {
      case "true", "false", "null", "in", "nin", "size", "empty" -> {}
      case "contains", "anyof", "noneof", "subsetof" ->
          containment(out, scanner.skipBlanks(end, to), to);
      case "and" -> throw refusal("has and: write &&");
      case "or" -> throw refusal("has or: write ||");
      case "not" -> throw refusal("has not: write !( )");
      case "all" -> throw refusal("has all, which never matches: write ['a', 'b'] subsetof @.path");
      default ->
          throw refusal("has a text without quotes, or an unknown operator: write 'text', or ==");
    }
    out.append(word).append(' ');
    return end;
  }

  private void containment(StringBuilder out, int next, int to) {
    char right = next < to ? scanner.charAt(next) : ' ';
    if (right == '@' || right == '$') {
      products = true;
    } else if (right == '\'' || right == '"') {
      String left = out.toString().stripTrailing();
      refuseIf(
          left.endsWith("'") || left.endsWith("\""), "compares two texts: write @.path for one");
      literals = Math.max(literals, 1 + (scanner.endOfQuote(next, to) - next) / NEEDLE_A_PIECE);
    }
  }
}
