package dev.fes.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Single-row transactions at a steady pace: from the moment that the commit has returned to the
 * arrival at the target. Half as many go before, for broker, target and stages compile what a
 * steady pace needs while they run.
 */
record Latency(Scale scale) implements Workload {

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    int events = (int) (scale.pace() * scale.latency().toSeconds());
    try (Outbox outbox = Outbox.create(house.testbed().postgres(), name);
        Target target = entrant.openTarget(house, name)) {
      outbox.write(scale.warmUp(), Scale.ROWS_PER_TRANSACTION);
      try (Entrant.Running running = entrant.start(house, outbox, target)) {
        target.await(scale.warmUp(), Scale.PATIENCE);
        outbox.writeSteadily(events / 2, scale.pace());
        int first = outbox.written();
        Processes processes = running.processes();
        double before = processes.cpuSeconds();
        Instant[] committed = outbox.writeSteadily(events, scale.pace());
        target.await(outbox.written(), Scale.PATIENCE);
        double spent = processes.cpuSeconds() - before;
        Map<String, Double> figures = figures(committed, target.arrivals(), first);
        figures.put("CPU s/100k", spent * 100_000 / events);
        return figures;
      }
    }
  }

  private static Map<String, Double> figures(
      Instant[] committed, Map<Integer, Instant> arrivals, int first) {
    double[] millis = new double[committed.length];
    for (int i = 0; i < committed.length; i++) {
      Instant arrived = arrivals.get(first + i);
      if (arrived == null) {
        throw new IllegalStateException("event " + (first + i) + " has not arrived");
      }
      millis[i] = Duration.between(committed[i], arrived).toNanos() / 1e6;
    }
    Arrays.sort(millis);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("events", (double) millis.length);
    figures.put("p50 ms", quantile(millis, 0.50));
    figures.put("p90 ms", quantile(millis, 0.90));
    figures.put("p99 ms", quantile(millis, 0.99));
    figures.put("max ms", millis[millis.length - 1]);
    return figures;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }
}
