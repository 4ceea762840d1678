package dev.fes.bench;

import java.util.Map;

/** A row is waiting, and nothing runs yet: from being asked for to the first event. */
record ColdStart() implements Workload {

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    try (Outbox outbox = Outbox.create(house.testbed().postgres(), name);
        Target target = entrant.openTarget(house, name)) {
      outbox.write(1, 1);
      try (Entrant.Running running = entrant.start(house, outbox, target)) {
        target.await(1, Scale.PATIENCE);
        double seconds = (System.nanoTime() - running.started()) / 1e9;
        return Map.of("start s", seconds, "start CPU s", running.processes().cpuSeconds());
      }
    }
  }
}
