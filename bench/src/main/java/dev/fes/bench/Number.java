package dev.fes.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as a person reads them: three digits that mean something. */
final class Number {

  private Number() {}

  static String of(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  static String line(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(entry -> entry.getKey() + " " + of(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
