package dev.fes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processes of an entrant, as Linux counts them. */
record Processes(List<ProcessHandle> all) {

  private static final double KIB_PER_MB = 1024;

  Processes {
    all = List.copyOf(all);
  }

  /** Seconds of all cores together, since they started. */
  double cpuSeconds() {
    return cpuSecondsByName().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The same by what the process is: its jar or main class. */
  Map<String, Double> cpuSecondsByName() {
    Map<String, Double> seconds = new TreeMap<>();
    for (ProcessHandle process : all) {
      Duration used =
          process
              .info()
              .totalCpuDuration()
              .filter(_ -> process.isAlive())
              .orElseThrow(() -> new IllegalStateException("a process ended: " + process.pid()));
      seconds.merge(name(process), used.toNanos() / 1e9, Double::sum);
    }
    return seconds;
  }

  /** The sum of the most that each has ever had resident, in MB. */
  double peakResidentMb() {
    return all.stream().mapToDouble(one -> kib(one, "status", "VmHWM:")).sum() / KIB_PER_MB;
  }

  /** The sum of what each has resident, shared pages by their share, in MB. */
  double proportionalMb() {
    return all.stream().mapToDouble(one -> kib(one, "smaps_rollup", "Pss:")).sum() / KIB_PER_MB;
  }

  /** Holds them up where they are, so that a backlog grows while they are warm. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      for (ProcessHandle process : all) {
        int failed =
            new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
        if (failed != 0) {
          throw new IllegalStateException("a process ended: " + process.pid());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String name(ProcessHandle process) {
    String[] arguments = process.info().arguments().orElseGet(() -> new String[0]);
    for (String argument : arguments) {
      if (argument.endsWith(".jar")) {
        return Path.of(argument).getFileName().toString().replace(".jar", "");
      }
    }
    return arguments.length == 0 ? "process" : arguments[arguments.length - 1];
  }

  private static double kib(ProcessHandle process, String file, String field) {
    Path found = Path.of("/proc", Long.toString(process.pid()), file);
    try {
      return Files.readAllLines(found).stream()
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(found + " has no " + field));
    } catch (IOException e) {
      throw new UncheckedIOException("memory is read from /proc, which only Linux has", e);
    }
  }
}
