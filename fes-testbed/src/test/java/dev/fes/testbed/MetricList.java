package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The list of docs/telemetry.md. */
record MetricList(List<Metric> stages, List<Metric> controller) {

  static final Set<String> OF_ALL =
      Set.of("application_id", "namespace", "resource", "stream", "stage");
  private static final Pattern STAGES =
      Pattern.compile("(?m)^\\| `(fes_\\w+)` \\| (\\w+) \\| (.*?) \\| (.*?) \\| .* \\|$");
  private static final Pattern CONTROLLER =
      Pattern.compile("(?m)^\\| `(fes_\\w+)` \\| (\\w+) \\| (.*?) \\| .* \\|$");
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
          STAGES.matcher(halves[0]).results().map(MetricList::ofStages).toList(),
          CONTROLLER.matcher(halves[1]).results().map(line -> metric(line, Set.of(), "")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Metric ofStages(MatchResult line) {
    return metric(line, OF_ALL, line.group(4));
  }

  private static Metric metric(MatchResult line, Set<String> common, String where) {
    Set<String> tags = new TreeSet<>(common);
    WORD.matcher(line.group(3)).results().forEach(word -> tags.add(word.group()));
    return new Metric(line.group(1), line.group(2), tags, where);
  }
}
