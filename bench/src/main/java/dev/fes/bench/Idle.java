package dev.fes.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A stream that has carried some events and has nothing to do: what it keeps. */
record Idle(Scale scale) implements Workload {

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    try (Outbox outbox = Outbox.create(house.testbed().postgres(), name);
        Target target = entrant.openTarget(house, name)) {
      outbox.write(scale.warmUp(), Scale.ROWS_PER_TRANSACTION);
      try (Entrant.Running running = entrant.start(house, outbox, target)) {
        target.await(scale.warmUp(), Scale.PATIENCE);
        return watch(running.processes(), scale);
      }
    }
  }

  static Map<String, Double> watch(Processes processes, Scale scale) {
    double before = processes.cpuSeconds();
    long start = System.nanoTime();
    for (long left = scale.idle().toNanos(); left > 0; ) {
      LockSupport.parkNanos(left);
      left = scale.idle().toNanos() - (System.nanoTime() - start);
    }
    double spent = processes.cpuSeconds() - before;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("processes", (double) processes.all().size());
    figures.put("idle PSS MB", processes.proportionalMb());
    figures.put("idle CPU ms/s", spent * 1e12 / (System.nanoTime() - start));
    return figures;
  }
}
