package dev.fes.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line: runs comparisons, or renders what earlier runs have measured. */
final class Bench {

  private final House house;
  private final Results results;
  private final String run = Instant.now().toString();
  private int turns;

  private Bench(House house, Results results) {
    this.house = house;
    this.results = results;
  }

  public static void main(String[] arguments) {
    Arguments chosen = Arguments.of(arguments);
    Path home = Path.of(System.getProperty("fes.home", ".")).toAbsolutePath().normalize();
    Results results = new Results(home.resolve("bench/target/results.jsonl"));
    try (House house = House.open(home, chosen.composition(), chosen.stageSettings())) {
      Bench bench = new Bench(house, results);
      List<Comparison> comparisons = chosen.comparisons();
      for (int round = 1; round <= chosen.scale().rounds(); round++) {
        comparisons.forEach(bench::take);
      }
      System.out.println(new Table(bench.measured()).text());
    }
    System.exit(0);
  }

  private void take(Comparison comparison) {
    for (Entrant entrant : comparison.entrants()) {
      long start = System.nanoTime();
      Map<String, Double> figures =
          comparison
              .workload()
              .run(house, entrant, "bench" + ProcessHandle.current().pid() + "x" + turns++);
      Result result =
          new Result(
              run,
              comparison.title(),
              entrant.system(),
              entrant.setting(),
              house.composition(),
              figures);
      results.add(result);
      System.out.printf(
          "%s, %s (%s): %s, in %d s%n",
          result.workload(),
          result.system(),
          result.setting(),
          Table.line(figures),
          (System.nanoTime() - start) / 1_000_000_000);
    }
  }

  private List<Result> measured() {
    return new ArrayList<>(results.all().stream().filter(one -> one.run().equals(run)).toList());
  }
}
