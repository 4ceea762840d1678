package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import dev.fes.controller.ops.ActionRequest.Verb;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the dashboard's files as they are, without a browser. */
class DashboardFilesTest {

  private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");
  private static final Pattern ACTION = Pattern.compile("(?m)^  '?([a-z-]+)'?: \\{$");
  private static final Pattern BACKFILL = Pattern.compile("BACKFILL = /(.+)/;");
  private static final Pattern SECTION = Pattern.compile("section\\('([^']+)'\\)");

  static List<Path> files() throws IOException {
    Path root = Path.of(DashboardFilesTest.class.getResource("/static/index.html").getPath());
    try (Stream<Path> files = Files.walk(root.getParent())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".md"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesNoPlaceButItsOwnController(Path file) throws IOException {
    assertThat(Files.readString(file).replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContainPattern("https?://|['\"(]//");
  }

  @ParameterizedTest
  @MethodSource("files")
  void leavesNothingToBeTakenForAScript(Path file) throws IOException {
    assertThat(Files.readString(file))
        .doesNotContainPattern("<script(?! type=\"module\" src=\"[^\"]+\"></script>)")
        .doesNotContainPattern("\\s(on\\w+|style)=\"")
        .doesNotContainPattern(
            "unsafe|innerHTML|insertAdjacentHTML|\\beval\\(|document\\.write|localStorage");
  }

  @ParameterizedTest
  @MethodSource("files")
  void importsWhatIsThere(Path file) throws IOException {
    String base = "/static/" + file.getParent().getFileName() + "/";
    assertThat(matches(IMPORT, file))
        .allSatisfy(
            path -> {
              String resolved = URI.create(base).resolve(path).toString();
              String resource =
                  resolved.startsWith("/static/webjars/")
                      ? resolved.replace("/static/", "/META-INF/resources/")
                      : resolved;
              assertThat(getClass().getResource(resource)).as(resource).isNotNull();
            });
  }

  @Test
  void sendsTheReaderToSectionsThatTheRunbookHas() throws IOException {
    String runbook = text("/static/operations.md");
    Set<String> sections = new TreeSet<>(matches(SECTION, file("advice.js")));

    assertThat(sections)
        .contains("Slot lost", "Bad events")
        .allSatisfy(section -> assertThat(runbook).containsPattern("\n##+ " + section + "\n"));
  }

  @Test
  void showsAnExampleThatIsValid() throws IOException {
    String script = Files.readString(file("example.js"));
    String example = script.split("EXAMPLE = `")[1].split("`;")[0];

    assertThat(ResourceReader.read(example).getFirst()).isInstanceOf(Reading.Valid.class);
  }

  @Test
  void offersNoRestartAtABadEvent() throws IOException {
    String advice = Files.readString(file("advice.js")).split("const badEvent = ")[1];

    assertThat(advice.substring(0, advice.indexOf("});")))
        .contains("'skip'")
        .doesNotContain("'restart'");
  }

  @Test
  void offersEveryActionThatThereIs() throws IOException {
    assertThat(matches(ACTION, file("actions.js")))
        .containsAll(Stream.of(Verb.values()).map(Verb::title).toList());
  }

  /** The words are the Postgres source's own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "queued, 0 rows",
        "running, 2000 of about 50000 rows",
        "blocked, 2000 rows: no right to read,\nor: no key"
      })
  void understandsHowFarABackfillIs(String words) throws IOException {
    String pattern = matches(BACKFILL, file("model.js")).getFirst();

    assertThat(words).matches(pattern);
  }

  private static Path file(String name) throws IOException {
    return files().stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }

  private static List<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }

  private static String text(String resource) throws IOException {
    try (var in = DashboardFilesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
