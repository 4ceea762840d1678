package dev.fes.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What the turns of each entrant at one workload measured, in the middle. */
record Medians(String workload, SequencedMap<String, Map<String, Double>> byEntrant) {

  /** Of one workload's results, in the order in which the entrants had their first turn. */
  static Medians of(String workload, List<Result> results) {
    return new Medians(
        workload,
        results.stream()
            .collect(
                Collectors.groupingBy(
                    Medians::entrant,
                    LinkedHashMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), Medians::medians))));
  }

  private static String entrant(Result one) {
    boolean compact = one.system().equals("FES") && one.composition().equals("compact");
    return one.system() + ", " + one.setting() + (compact ? ", compact" : "");
  }

  private static Map<String, Double> medians(List<Result> turns) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : turns.getFirst().figures().keySet()) {
      double[] sorted =
          turns.stream()
              .map(Result::figures)
              .filter(figures -> figures.containsKey(name))
              .mapToDouble(figures -> figures.getOrDefault(name, 0.0))
              .sorted()
              .toArray();
      int half = sorted.length / 2;
      medians.put(
          name, sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
    return medians;
  }
}
