package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.testbed.AlertRules.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each alert is up when it should be, alone, and leads to what to do. */
class AlertRulesTest {

  private static final Path SERIES = Path.of("src", "test", "resources", "alerts.yaml");
  private static final Pattern UP = Pattern.compile("alertname=\"(\\w+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final String OPERATIONS = "docs/operations.md";

  private final AlertRules rules = AlertRules.read();

  @Test
  @Tag("observe")
  void eachIsUpWhenItShouldBeAndNoOther(@TempDir Path folder) throws IOException {
    rules.write(folder);
    Path series = Files.copy(SERIES, folder.resolve("alerts.yaml"));
    ChildProcess.run(List.of("promtool", "test", "rules", series.toString()));
  }

  @Test
  void eachIsSeenUp() throws IOException {
    Set<String> seen =
        UP.matcher(Files.readString(SERIES))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(rules.alerts()).extracting(Alert::name).containsExactlyInAnyOrderElementsOf(seen);
  }

  @Test
  void eachHasARunbookOfItsOwn() throws IOException {
    Set<String> anchors =
        HEADING
            .matcher(Files.readString(RunningFes.HOME.resolve(OPERATIONS)))
            .results()
            .map(match -> match.group(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(rules.alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(alert.runbook())
                  .isEqualTo(OPERATIONS + "#" + alert.name().toLowerCase(Locale.ROOT));
              assertThat(anchors).contains(alert.name().toLowerCase(Locale.ROOT));
            });
  }
}
