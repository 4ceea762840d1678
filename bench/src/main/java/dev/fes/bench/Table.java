package dev.fes.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results as a table: each entrant's median, and its ratio to the first of its workload. */
record Table(List<Result> results) {

  private static final List<String> SHOWN =
      List.of("events", "events/s", "CPU s/100k", "p50 ms", "p99 ms", "peak RSS MB");

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("| workload | system | " + String.join(" | ", SHOWN) + " |");
    lines.add("|---|---|" + "---:|".repeat(SHOWN.size()));
    byWorkload()
        .forEach(
            (workload, entrants) -> {
              Map<String, Double> first = entrants.values().iterator().next();
              entrants.forEach(
                  (entrant, figures) ->
                      lines.add("| " + workload + " | " + entrant + cells(figures, first) + " |"));
            });
    return String.join("\n", lines);
  }

  static String line(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String cells(Map<String, Double> figures, Map<String, Double> first) {
    StringBuilder cells = new StringBuilder();
    for (String name : SHOWN) {
      Double figure = figures.get(name);
      cells.append(" | ").append(figure == null ? "" : number(figure));
      Double base = first.get(name);
      if (figure != null
          && base != null
          && base > 0
          && !figures.equals(first)
          && !name.equals("events")) {
        cells.append(" (").append(number(figure / base)).append("x)");
      }
    }
    return cells.toString();
  }

  private Map<String, Map<String, Map<String, Double>>> byWorkload() {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                Result::workload,
                LinkedHashMap::new,
                Collectors.groupingBy(
                    one -> one.system() + ": " + one.setting(),
                    LinkedHashMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), Table::medians))));
  }

  private static Map<String, Double> medians(List<Result> turns) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : turns.getFirst().figures().keySet()) {
      double[] sorted =
          turns.stream()
              .map(Result::figures)
              .filter(figures -> figures.containsKey(name))
              .mapToDouble(figures -> figures.get(name))
              .sorted()
              .toArray();
      int half = sorted.length / 2;
      medians.put(
          name, sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
    return medians;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
