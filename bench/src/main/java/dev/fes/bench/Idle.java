package dev.fes.bench;

import java.time.Duration;
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

  /** Once it has come to rest: what a start leaves to compile is not part of being idle. */
  static Map<String, Double> watch(Processes processes, Scale scale) {
    pass(scale.idle());
    double before = processes.cpuSeconds();
    long start = System.nanoTime();
    pass(scale.idle());
    double spent = processes.cpuSeconds() - before;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("processes", (double) processes.all().size());
    figures.put("idle PSS MB", processes.proportionalMb());
    figures.put("idle CPU ms/s", spent * 1e12 / (System.nanoTime() - start));
    return figures;
  }

  private static void pass(Duration time) {
    long start = System.nanoTime();
    for (long left = time.toNanos(); left > 0; ) {
      LockSupport.parkNanos(left);
      left = time.toNanos() - (System.nanoTime() - start);
    }
  }
}
