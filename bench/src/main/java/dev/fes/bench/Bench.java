package dev.fes.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The command line: runs comparisons, and renders what was measured. */
final class Bench {

  private final House house;
  private final Results results;
  private final String run = Instant.now().toString();
  private int turns;
  private int failures;

  private Bench(House house, Results results) {
    this.house = house;
    this.results = results;
  }

  public static void main(String[] arguments) {
    Arguments chosen = Arguments.of(arguments);
    Path home = Path.of(System.getProperty("fes.home", ".")).toAbsolutePath().normalize();
    Path target = home.resolve("bench/target");
    String file = chosen.isReported() ? chosen.scale().name() : "trials";
    Results results = new Results(target.resolve(file + ".jsonl"));
    int failures = 0;
    if (!chosen.reportOnly()) {
      try (House house = House.open(home, chosen.composition(), chosen.stageSettings())) {
        Bench bench = new Bench(house, results);
        bench.run(chosen.comparisons(), chosen.scale().rounds());
        failures = bench.failures;
      }
    }
    if (chosen.isReported()) {
      new Report(home.resolve("bench"), results.all()).write();
    }
    System.exit(failures == 0 ? 0 : 1); // some of the servers leave threads behind
  }

  private void run(List<Comparison> comparisons, int rounds) {
    for (int round = 1; round <= rounds; round++) {
      comparisons.forEach(this::takeTurns);
    }
    List<Result> measured =
        results.all().stream().filter(result -> result.run().equals(run)).toList();
    for (Comparison comparison : comparisons) {
      List<Result> own =
          measured.stream().filter(one -> one.workload().equals(comparison.title())).toList();
      System.out.printf(
          "%n%s%n%n%s%n",
          comparison.title(), new Table(Medians.of(comparison.title(), own)).text());
    }
  }

  private void takeTurns(Comparison comparison) {
    for (Entrant entrant : comparison.entrants()) {
      String turn = comparison.title() + ", " + entrant.system() + ", " + entrant.setting();
      try {
        System.out.println(turn + ": " + Digits.line(takeTurn(comparison, entrant)));
      } catch (RuntimeException e) {
        failures++;
        System.out.println(turn + ": failed");
        e.printStackTrace(System.out); // the other turns count all the same
      }
    }
  }

  private Map<String, Double> takeTurn(Comparison comparison, Entrant entrant) {
    String name = "b" + ProcessHandle.current().pid() + "x" + turns++;
    Map<String, Double> figures = comparison.workload().run(house, entrant, name);
    results.add(
        new Result(
            run,
            comparison.title(),
            entrant.system(),
            entrant.setting(),
            house.composition(),
            figures));
    return figures;
  }
}
