package dev.fes.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * Several event streams side by side, each with its own slot, and nothing to do for any of them.
 */
record ManyStreams(Scale scale) implements Workload {

  /** So many of the same. */
  record Crowd(int streams, Fes fes) implements Entrant {

    Crowd(int streams) {
      this(streams, new Fes(streams + " streams", Fes.Sink.SQS_STANDARD));
    }

    @Override
    public String system() {
      return fes.system();
    }

    @Override
    public String setting() {
      return fes.setting();
    }

    @Override
    public int backlog(Scale scale) {
      return fes.backlog(scale);
    }

    @Override
    public Target openTarget(House house, String name) {
      return fes.openTarget(house, name);
    }

    @Override
    public Running start(House house, Outbox outbox, Target target) {
      return fes.start(house, outbox, target);
    }
  }

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    if (!(entrant instanceof Crowd(int streams, Fes fes))) {
      throw new IllegalArgumentException(entrant.system() + " has one stream only");
    }
    Map<String, Outbox> outboxes = new HashMap<>();
    try (Target target = entrant.openTarget(house, name)) {
      for (int stream = 0; stream < streams; stream++) {
        Outbox outbox = Outbox.create(house.testbed().postgres(), name + "s" + stream);
        outbox.write(1, 1);
        outboxes.put("bench" + stream, outbox);
      }
      try (Entrant.Running running = fes.start(house, target, outboxes)) {
        target.await(streams, Scale.PATIENCE);
        double seconds = (System.nanoTime() - running.started()) / 1e9;
        Map<String, Double> figures = Idle.watch(running.processes(), scale);
        figures.put("streams", (double) streams);
        figures.put("start s", seconds);
        figures.put("idle PSS MB a stream", figures.getOrDefault("idle PSS MB", 0.0) / streams);
        return figures;
      }
    } finally {
      outboxes.values().forEach(Outbox::close);
    }
  }
}
