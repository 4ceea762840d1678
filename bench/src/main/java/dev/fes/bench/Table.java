package dev.fes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One workload's results as a table: each entrant's median, and its ratio to the first of them. */
record Table(Medians medians) {

  private static final String PLAIN = "events|streams|processes|arrived twice|.* fes-.*|.* io\\..*";

  String text() {
    List<String> figures = shown();
    List<String> lines = new ArrayList<>();
    lines.add("| | " + String.join(" | ", figures) + " |");
    lines.add("|---|" + "---:|".repeat(figures.size()));
    Map<String, Double> first = medians.byEntrant().firstEntry().getValue();
    medians
        .byEntrant()
        .forEach(
            (entrant, own) ->
                lines.add(
                    figures.stream()
                        .map(figure -> cell(figure, own, first))
                        .collect(Collectors.joining(" | ", "| " + entrant + " | ", " |"))));
    return String.join("\n", lines);
  }

  private List<String> shown() {
    return medians.byEntrant().values().stream()
        .flatMap(figures -> figures.keySet().stream())
        .filter(figure -> !figure.equals("arrived twice") && !figure.startsWith("CPU s/100k "))
        .distinct()
        .toList();
  }

  private static String cell(String figure, Map<String, Double> own, Map<String, Double> first) {
    Double value = own.get(figure);
    if (value == null) {
      return "";
    }
    double base = first.getOrDefault(figure, 0.0);
    boolean compared = base > 0 && !own.equals(first) && !figure.matches(PLAIN);
    return Digits.of(value) + (compared ? " (" + Digits.of(value / base) + "x)" : "");
  }
}
