package dev.fes.api;

import static dev.fes.api.FilterText.refusal;
import static dev.fes.api.FilterText.refuseIf;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A regular expression of RE2, whose time is linear in the text: the whole text has to match. */
record FilterPattern(Pattern pattern) {

  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_SIZE = 1_000;
  private static final String REPEATS_TOO_MUCH =
      "has a regular expression that repeats too much: use smaller counts in { }";
  private static final int WORK_A_STEP = 16;
  private static final int MAX_WRITTEN_OUT = 10_000;
  private static final java.util.regex.Pattern NESTED_CLASS =
      java.util.regex.Pattern.compile("\\[(?:\\\\.|[^]\\\\\\[&]|&(?!&))*+(?:\\[(?!:)|&&)");
  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("([)}]?)\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

  static FilterPattern of(String written, String flags) {
    refuseIf(
        written.length() > MAX_LENGTH,
        "has a regular expression of more than " + MAX_LENGTH + " characters: shorten it");
    refuseIf(
        NESTED_CLASS.matcher(written).find(),
        "has a regular expression with [ or && inside [ ]: write the characters out, and [ as \\[");
    refuseIf(writtenOut(written) > MAX_WRITTEN_OUT, REPEATS_TOO_MUCH);
    FilterPattern compiled = new FilterPattern(compiled(written, flags));
    refuseIf(compiled.pattern.programSize() > MAX_SIZE, REPEATS_TOO_MUCH);
    return compiled;
  }

  boolean matchesEmpty() {
    return pattern.matches("");
  }

  /** Of a list, whether any element matches. What is no text, number or boolean counts as "". */
  boolean matches(@Nullable Object value, LongConsumer steps) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(element -> matchesText(element, steps))
        : matchesText(value, steps);
  }

  private boolean matchesText(@Nullable Object value, LongConsumer steps) {
    String text =
        switch (value) {
          case String string -> string;
          case Number number -> number.toString();
          case Boolean flag -> flag.toString();
          case null, default -> "";
        };
    steps.accept(1 + (long) text.length() * pattern.programSize() / WORK_A_STEP);
    return pattern.matches(text);
  }

  /** How long it is at most with its repetitions written out, which RE2 does when it compiles. */
  private static double writtenOut(String written) {
    double length = written.length();
    double times = 1;
    Matcher repetition = REPETITION.matcher(written);
    while (repetition.find()) {
      String most = repetition.group(3);
      int count = Integer.parseInt(most == null || most.isEmpty() ? repetition.group(2) : most);
      boolean ofGroup = !repetition.group(1).isEmpty();
      length += ofGroup ? 0 : count;
      times *= ofGroup ? Math.max(1, count) : 1;
    }
    return length * times;
  }

  private static Pattern compiled(String written, String flags) {
    try {
      return Pattern.compile(
          written, flags.chars().map(FilterPattern::flag).reduce(0, (a, b) -> a | b));
    } catch (PatternSyntaxException e) {
      throw refusal(
          "has a regular expression that RE2 does not take (%s): write it without look-around, back references and possessive quantifiers"
              .formatted(e.getDescription()));
    }
  }

  private static int flag(int letter) {
    return switch (letter) {
      case 'i' -> Pattern.CASE_INSENSITIVE;
      case 'm' -> Pattern.MULTILINE;
      case 's' -> Pattern.DOTALL;
      default ->
          throw refusal("has a regular expression with an unknown flag: only i, m and s are known");
    };
  }
}
