package dev.fes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The hot functions by themselves, as JMH wrote them down: with the full compiler, and with the
 * quick one alone, which stages have.
 *
 * @param target the folder of JMH's files
 */
record Functions(Path target) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String FULL = "jmh-c2.json";
  private static final String QUICK = "jmh-c1.json";

  private record Cost(double micros, double bytes) {}

  /** The table, if they were measured. */
  Optional<String> text() {
    if (!Files.exists(target.resolve(FULL)) || !Files.exists(target.resolve(QUICK))) {
      return Optional.empty();
    }
    Map<String, Cost> quick = read(target.resolve(QUICK));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| | µs, full compiler | µs, quick compiler | KB allocated |",
                "|---|---:|---:|---:|"));
    read(target.resolve(FULL))
        .forEach(
            (function, cost) ->
                lines.add(
                    "| %s | %s | %s | %s |"
                        .formatted(
                            function,
                            Digits.of(cost.micros()),
                            Optional.ofNullable(quick.get(function))
                                .map(other -> Digits.of(other.micros()))
                                .orElse(""),
                            Digits.of(cost.bytes() / 1024))));
    return Optional.of(String.join("\n", lines));
  }

  private static Map<String, Cost> read(Path file) {
    Map<String, Cost> costs = new TreeMap<>();
    for (JsonNode one : JSON.readTree(file.toFile())) {
      String[] name = one.path("benchmark").asString().split("\\.");
      costs.put(
          name[name.length - 2].replace("Benchmark", "") + ", " + name[name.length - 1],
          new Cost(
              one.path("primaryMetric").path("score").asDouble(),
              one.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble()));
    }
    return costs;
  }
}
