package dev.fes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * RESULTS.md and its plots, made of what was measured. The words are in {@code
 * src/main/report/results.md}: a line {@code @table WORKLOAD} there becomes that workload's table,
 * {@code @plot FIGURE of WORKLOAD} a plot, {@code @spread WORKLOAD} what each process took of the
 * CPU time, {@code @machine} where it was measured, {@code @capacity} what a cluster would need,
 * {@code @functions} what JMH measured.
 */
record Report(Path bench, List<Result> results) {

  private static final String TEMPLATE = "src/main/report/results.md";
  private static final String NOT_YET = "(not measured on this machine)";

  void write() {
    try {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(bench.resolve(TEMPLATE))) {
        lines.add(rendered(line));
      }
      Files.writeString(bench.resolve("RESULTS.md"), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report", e);
    }
  }

  private String rendered(String line) throws IOException {
    if (line.equals("@machine")) {
      return Machine.text();
    }
    if (line.equals("@functions")) {
      return new Functions(bench.resolve("target")).text().orElse(NOT_YET);
    }
    if (line.equals("@capacity")) {
      return new Capacity(this::medians).text();
    }
    if (line.startsWith("@table ")) {
      return medians(after(line, "@table ")).map(found -> new Table(found).text()).orElse(NOT_YET);
    }
    if (line.startsWith("@spread ")) {
      return medians(after(line, "@spread ")).map(Spread::text).orElse(NOT_YET);
    }
    return line.startsWith("@plot ") ? plot(after(line, "@plot ")) : line;
  }

  private String plot(String what) throws IOException {
    String[] parts = what.split(" of ", 2);
    Optional<Medians> found = medians(parts[1]);
    if (found.isEmpty()) {
      return NOT_YET;
    }
    String name = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    Path plots = Files.createDirectories(bench.resolve("plots"));
    Files.writeString(plots.resolve(name), new Bars(found.get(), parts[0]).svg());
    return "![" + what + "](plots/" + name + ")";
  }

  /**
   * Of the last run that had the workload in each composition; staged is what others compare to.
   */
  private Optional<Medians> medians(String workload) {
    List<Result> all = results.stream().filter(one -> one.workload().equals(workload)).toList();
    List<String> last =
        List.of("staged", "compact").stream()
            .flatMap(
                composition ->
                    all.stream()
                        .filter(one -> one.composition().equals(composition))
                        .map(Result::run)
                        .max(Comparator.naturalOrder())
                        .stream())
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Medians.of(
                workload,
                last.stream()
                    .flatMap(run -> all.stream().filter(one -> one.run().equals(run)))
                    .toList()));
  }

  private static String after(String line, String word) {
    return line.substring(word.length()).strip();
  }
}
