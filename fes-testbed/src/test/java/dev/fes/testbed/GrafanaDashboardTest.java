package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.testbed.GrafanaDashboard.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds of the dashboard's queries without a Prometheus. */
class GrafanaDashboardTest {

  private static final Pattern OUTCOMES = Pattern.compile("outcome=~?\"([^\"]+)\"");
  private static final Pattern DOCUMENTED = Pattern.compile("`([a-z_]+)`");

  private final List<String> byOutcome =
      GrafanaDashboard.read().queries().stream()
          .filter(query -> query.panel().equals("Events by outcome"))
          .map(Query::expression)
          .toList();

  @Test
  void eachOutcomeIsShownOnce() throws IOException {
    assertThat(
            byOutcome.stream()
                .flatMap(query -> OUTCOMES.matcher(query).results())
                .flatMap(found -> Pattern.compile("[|]").splitAsStream(found.group(1))))
        .containsExactlyInAnyOrderElementsOf(documented());
  }

  /** What a source or a flow publishes is not at the target yet, and letters are counted apart. */
  @Test
  void anEventIsPublishedAtTheSinkAndTakenOutAtAnyStageBefore() {
    assertThat(byOutcome)
        .filteredOn(query -> query.contains("published"))
        .allMatch(query -> query.contains("stage=\"sink\""));
    assertThat(byOutcome)
        .filteredOn(query -> query.contains("filtered"))
        .allMatch(query -> query.contains("stage!=\"dead-letter\""));
  }

  /** As the page of figures lists them. */
  private static Set<String> documented() throws IOException {
    String telemetry = Files.readString(RunningFes.HOME.resolve("docs/telemetry.md"));
    String line =
        telemetry
            .lines()
            .filter(row -> row.startsWith("| `fes_events_total`"))
            .findFirst()
            .orElseThrow();
    String outcomes = line.substring(line.indexOf("events by what became"));
    return new TreeSet<>(
        DOCUMENTED.matcher(outcomes).results().map((MatchResult m) -> m.group(1)).toList());
  }
}
