package dev.fes.bench;

import java.util.ArrayList;
import java.util.List;

/** CPU seconds of 100,000 events by process. */
final class Spread {

  private static final String BY_PROCESS = "CPU s/100k ";

  private Spread() {}

  static String text(Medians medians) {
    List<String> lines = new ArrayList<>(List.of("| | process | CPU s/100k |", "|---|---|---:|"));
    medians
        .byEntrant()
        .forEach(
            (entrant, figures) ->
                figures.forEach(
                    (figure, value) -> {
                      if (figure.startsWith(BY_PROCESS)) {
                        String process = figure.substring(BY_PROCESS.length());
                        lines.add("| %s | %s | %s |".formatted(entrant, process, Number.of(value)));
                      }
                    }));
    return String.join("\n", lines);
  }
}
