package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The list of docs/telemetry.md. */
record MetricList(List<Metric> stages, List<Metric> controller) {

  static final Set<String> OF_ALL =
      Set.of("application_id", "namespace", "resource", "stream", "stage");
  private static final String ROW = "| `fes_";
  private static final Pattern WORD = Pattern.compile("\\w+");

  /**
   * One line of it.
   *
   * @param where the stages that have it, in words
   */
  record Metric(String name, String type, Set<String> tags, String where) {

    boolean isIn(String stage, String app) {
      return where.equals("all")
          || Arrays.asList(where.split(", ")).contains(stage)
          || (where.equals("source (Postgres)") && app.equals("fes-source-postgres"));
    }
  }

  static MetricList read() {
    try {
      String[] halves =
          Files.readString(RunningFes.HOME.resolve("docs/telemetry.md"))
              .split("## The controller", 2);
      return new MetricList(
          rows(halves[0]).map(cells -> metric(cells, OF_ALL, cells[4].strip())).toList(),
          rows(halves[1]).map(cells -> metric(cells, Set.of(), "")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String[]> rows(String text) {
    return text.lines().filter(line -> line.startsWith(ROW)).map(line -> line.split("\\|"));
  }

  private static Metric metric(String[] cells, Set<String> common, String where) {
    Set<String> tags = new TreeSet<>(common);
    WORD.matcher(cells[3]).results().forEach(word -> tags.add(word.group()));
    return new Metric(cells[1].replace("`", "").strip(), cells[2].strip(), tags, where);
  }
}
