package dev.fes.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows that are in the log already: the entrant is started and warmed, held up while they are
 * written, and let go. From there to the last arrival is measured.
 */
record Backlog(Scale scale) implements Workload {

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    int events = entrant.backlog(scale);
    try (Outbox outbox = Outbox.create(house.testbed().postgres(), name);
        Target target = entrant.openTarget(house, name)) {
      target.countOnly();
      outbox.write(scale.warmUp(), Scale.ROWS_PER_TRANSACTION);
      try (Entrant.Running running = entrant.start(house, outbox, target)) {
        target.await(scale.warmUp(), Scale.PATIENCE);
        return measure(running.processes(), outbox, target, events);
      }
    }
  }

  private Map<String, Double> measure(
      Processes processes, Outbox outbox, Target target, int events) {
    Map<String, Double> before;
    long start;
    processes.freeze();
    try {
      outbox.write(events, Scale.ROWS_PER_TRANSACTION);
      before = processes.cpuSecondsByName();
      start = System.nanoTime();
    } finally {
      processes.thaw();
    }
    target.await((long) scale.warmUp() + events, Scale.PATIENCE);
    Map<String, Double> figures = figures(processes, before, start, events);
    figures.put("arrived twice", (double) target.arrived() - scale.warmUp() - events);
    return figures;
  }

  /** What it took until now to bring so many events. */
  static Map<String, Double> figures(
      Processes processes, Map<String, Double> before, long start, int events) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("events", (double) events);
    figures.put("events/s", events / ((System.nanoTime() - start) / 1e9));
    figures.put("CPU s/100k", 0.0);
    processes
        .cpuSecondsByName()
        .forEach(
            (process, spent) -> {
              double each = (spent - before.getOrDefault(process, 0.0)) * 100_000 / events;
              figures.merge("CPU s/100k", each, Double::sum);
              figures.put("CPU s/100k " + process, each);
            });
    figures.put("peak RSS MB", processes.peakResidentMb());
    return figures;
  }
}
