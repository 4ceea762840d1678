package dev.fes.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String WORKLOAD = "backlog";

  @TempDir Path bench;

  @Test
  void comparesTheMediansOfTheLastRunWithThePeer() throws IOException {
    String report =
        rendered(
            "@table backlog",
            result("2026-01-01", "FES", 1),
            result("2026-01-02", "Peer", 100),
            result("2026-01-02", "FES", 500),
            result("2026-01-02", "Peer", 300),
            result("2026-01-02", "FES", 700));
    assertThat(report)
        .isEqualTo(
            """
            | | events/s |
            |---|---:|
            | Peer, default | 200 |
            | FES, default | 600 (3.00x) |
            """);
  }

  @Test
  void comparesWithTheFirstOfTheStagedRunWhicheverRanFirst() throws IOException {
    String report =
        rendered(
            "@table backlog",
            new Result(
                "2026-01-01", WORKLOAD, "FES", "default", "compact", Map.of("events/s", 50.0)),
            result("2026-01-02", "Peer", 100),
            result("2026-01-02", "FES", 200));
    assertThat(report)
        .isEqualTo(
            """
            | | events/s |
            |---|---:|
            | Peer, default | 100 |
            | FES, default | 200 (2.00x) |
            | FES, default, compact | 50.0 (0.50x) |
            """);
  }

  @Test
  void saysWhatWasNotMeasured() throws IOException {
    assertThat(rendered("@table backlog")).isEqualTo("(not measured on this machine)\n");
  }

  @Test
  void keepsTheWordsAndDrawsAPlot() throws IOException {
    assertThat(rendered("In words.", result("2026-01-01", "FES", 12))).isEqualTo("In words.\n");
    assertThat(rendered("@plot events/s of backlog", result("2026-01-01", "FES", 12)))
        .isEqualTo("![events/s of backlog](plots/events-s-of-backlog.svg)\n");
    assertThat(bench.resolve("plots/events-s-of-backlog.svg"))
        .content()
        .contains("FES, default", ">12.0</text>");
  }

  private String rendered(String template, Result... results) throws IOException {
    Path words = bench.resolve("src/main/report/results.md");
    Files.createDirectories(words.getParent());
    Files.writeString(words, template);
    new Report(bench, List.of(results)).write();
    return Files.readString(bench.resolve("RESULTS.md"));
  }

  private static Result result(String run, String system, double rate) {
    return new Result(run, WORKLOAD, system, "default", "staged", Map.of("events/s", rate));
  }
}
