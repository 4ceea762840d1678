package dev.fes.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An app and its options as they stand in a definition, in their order. */
record ShorthandApp(String name, Map<String, String> options) {

  private static final Pattern PLAIN = Pattern.compile("[^|;>'\"]+");

  ShorthandApp(String name) {
    this(name, new LinkedHashMap<>());
  }

  void put(String option, String value) {
    if (options.putIfAbsent(option, value) != null) {
      throw Shorthand.fault(name + " has --" + option + " twice: keep one");
    }
  }

  ShorthandApp without(String option) {
    Map<String, String> rest = new LinkedHashMap<>(options);
    rest.remove(option);
    return new ShorthandApp(name, rest);
  }

  @Override
  public String toString() {
    return options.entrySet().stream()
        .map(option -> " --" + option.getKey() + "=" + quoted(option.getValue()))
        .collect(Collectors.joining("", name, ""));
  }

  private static String quoted(String value) {
    return isPlain(value) ? value : "'" + value.replace("'", "''") + "'";
  }

  /** White space is what it is to {@link ShorthandParser}, which is more than ASCII has. */
  private static boolean isPlain(String value) {
    return PLAIN.matcher(value).matches() && value.chars().noneMatch(Character::isWhitespace);
  }
}
