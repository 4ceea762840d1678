package dev.fes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a cluster of a given size would need, worked out from what FES took here: CPU time grows
 * with events, memory with streams. An extrapolation, and it says so.
 *
 * @param medians what was measured at a workload, if it was
 */
record Capacity(Function<String, Optional<Medians>> medians) {

  private static final int STREAMS = 2_000;
  private static final int EVENTS = 300_000;
  private static final int NODE_CORES = 16;
  private static final int NODE_GB = 64;
  private static final double USABLE = 0.7;

  String text() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| carried | by | cores | memory | nodes of %d cores and %d GB, %.0f %% used |"
                    .formatted(NODE_CORES, NODE_GB, 100 * USABLE),
                "|---|---|---:|---:|---:|"));
    Optional<Double> memory = figure("idle", "idle PSS MB");
    add(lines, "SQS standard", figure("backlog to SQS standard", "CPU s/100k"), memory);
    add(lines, "Nakadi, in order", figure("backlog to HTTP, in order", "CPU s/100k"), memory);
    return String.join("\n", lines);
  }

  private static void add(
      List<String> lines, String sink, Optional<Double> cpu, Optional<Double> memory) {
    if (cpu.isEmpty() || memory.isEmpty()) {
      lines.add("| %s | (not measured on this machine) | | | |".formatted(sink));
      return;
    }
    double cores = cpu.get() * EVENTS / 100_000;
    double gigabytes = memory.get() * STREAMS / 1024;
    double nodes = Math.ceil(Math.max(cores / NODE_CORES, gigabytes / NODE_GB) / USABLE);
    lines.add(
        "| %,d streams, %,d events/s to %s | %s s of CPU a 100k events, %s MB an idle stream | %s | %s GB | %.0f |"
            .formatted(
                STREAMS,
                EVENTS,
                sink,
                Digits.of(cpu.get()),
                Digits.of(memory.get()),
                Digits.of(cores),
                Digits.of(gigabytes),
                nodes));
  }

  /** Of the first way in which FES ran. */
  private Optional<Double> figure(String workload, String name) {
    return medians
        .apply(workload)
        .flatMap(
            found ->
                found.byEntrant().entrySet().stream()
                    .filter(entrant -> entrant.getKey().startsWith("FES"))
                    .map(Map.Entry::getValue)
                    .filter(figures -> figures.containsKey(name))
                    .map(figures -> figures.getOrDefault(name, 0.0))
                    .findFirst());
  }
}
