package dev.fes.compact;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format, of several registries as if they were one: a name is told
 * once, and so is a series that all of them have, such as the JVM's.
 */
final class Exposition {

  private final Map<String, Set<String>> families = new LinkedHashMap<>();
  private final Set<String> series = new LinkedHashSet<>();

  private Exposition() {}

  static String merged(List<String> texts) {
    Exposition all = new Exposition();
    texts.forEach(all::add);
    return all.families.values().stream()
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining());
  }

  private void add(String text) {
    String family = "";
    for (String line : text.split("\n")) {
      if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
        family = line.split(" ", 4)[2];
        families.computeIfAbsent(family, _ -> new LinkedHashSet<>()).add(line);
      } else if (!line.isEmpty() && !line.startsWith("#") && series.add(seriesOf(line))) {
        families.computeIfAbsent(family, _ -> new LinkedHashSet<>()).add(line);
      }
    }
  }

  /** Name and labels; a label's value may have spaces in it. */
  private static String seriesOf(String sample) {
    int labels = sample.lastIndexOf('}');
    return labels > 0 ? sample.substring(0, labels) : sample.split(" ", 2)[0];
  }
}
