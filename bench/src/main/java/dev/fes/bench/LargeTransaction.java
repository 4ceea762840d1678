package dev.fes.bench;

import java.util.Map;

/** Very many rows that become visible at once, with one commit. */
record LargeTransaction(Scale scale) implements Workload {

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    try (Outbox outbox = Outbox.create(house.testbed().postgres(), name);
        Target target = entrant.openTarget(house, name)) {
      target.countOnly();
      outbox.write(scale.warmUp(), Scale.ROWS_PER_TRANSACTION);
      try (Entrant.Running running = entrant.start(house, outbox, target)) {
        target.await(scale.warmUp(), Scale.PATIENCE);
        Processes processes = running.processes();
        outbox.write(Scale.LARGE_TRANSACTION, Scale.LARGE_TRANSACTION);
        long start = System.nanoTime();
        Map<String, Double> before = processes.cpuSecondsByName();
        target.await((long) scale.warmUp() + Scale.LARGE_TRANSACTION, Scale.PATIENCE);
        return Backlog.figures(processes, before, start, Scale.LARGE_TRANSACTION);
      }
    }
  }
}
