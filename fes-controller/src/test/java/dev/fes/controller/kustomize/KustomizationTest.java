package dev.fes.controller.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What kubectl apply -k finds in deploy/, read without kubectl. */
class KustomizationTest {

  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `(fes_\\w+)` \\|");
  private static final Pattern METRIC = Pattern.compile("\\bfes_[a-z_]+");

  static List<Kustomization> kustomizations() {
    return Kustomization.all();
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void namesWhatIsThere(Kustomization kustomization) {
    assertThat(kustomization.named())
        .isNotEmpty()
        .allSatisfy(
            name -> {
              Path file = kustomization.folder().resolve(name);
              assertThat(Files.isDirectory(file) ? file.resolve("kustomization.yaml") : file)
                  .isRegularFile();
            });
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void leavesNoFileOut(Kustomization kustomization) {
    assertThat(kustomization.named()).containsAll(kustomization.present());
  }

  @Test
  void runsOnlyImagesThatTheBuildMakes() {
    assertThat(Kustomization.objects())
        .filteredOn(object -> object.path("kind").asString().equals("Deployment"))
        .hasSize(2)
        .allSatisfy(
            deployment ->
                assertThat(deployment.at("/spec/template/spec/containers/0/image").asString())
                    .isIn(built()));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void runsStagesFromImagesThatTheBuildMakes(String configuration) {
    Matcher template =
        Pattern.compile("image-template: \"(.*)\"").matcher(Kustomization.text(configuration));
    assertThat(template.find()).isTrue();
    assertThat(
            Arrays.stream(App.values())
                .map(app -> template.group(1).replace("{app}", app.module())))
        .isSubsetOf(built());
  }

  static List<String> configurations() {
    return List.of("base/fes.yaml", "overlays/testbed/fes.yaml");
  }

  @ParameterizedTest
  @MethodSource("watchers")
  void looksAtMetricsThatThereAre(String file) {
    Set<String> used =
        METRIC
            .matcher(Kustomization.text(file))
            .results()
            .map(match -> match.group().replaceFirst("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        LISTED
            .matcher(read(Path.of("..", "docs", "telemetry.md")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(used).isNotEmpty().isSubsetOf(listed);
  }

  static List<String> watchers() {
    return List.of("overlays/monitoring/alert-rules.yaml", "overlays/monitoring/fes.json");
  }

  @Test
  void theServiceLeadsToTheLeaderAlone() {
    JsonNode service = only("Service", "fes-controller");
    JsonNode labels = only("Deployment", "fes-controller").at("/spec/template/metadata/labels");
    assertThat(service.at("/spec/selector/fes.zalando.org~1leader").asString()).isEqualTo("true");
    assertThat(service.at("/spec/selector/app.kubernetes.io~1name"))
        .isEqualTo(labels.path("app.kubernetes.io/name"));
    assertThat(labels.has("fes.zalando.org/leader")).isFalse();
  }

  static JsonNode only(String kind, String name) {
    List<JsonNode> found =
        Kustomization.objects().stream()
            .filter(object -> object.path("kind").asString().equals(kind))
            .filter(object -> object.at("/metadata/name").asString().equals(name))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Set<String> built() {
    String root = read(Path.of("..", "pom.xml"));
    String registry = property(root, "fes.image.registry");
    String tag = property(root, "fes.image.tag");
    return files(Path.of(".."), 2)
        .filter(file -> file.endsWith("pom.xml") && file.getNameCount() == 3)
        .filter(pom -> read(pom).contains("<artifactId>jib-maven-plugin</artifactId>"))
        .map(pom -> registry + "/" + pom.getParent().getFileName() + ":" + tag)
        .collect(Collectors.toSet());
  }

  private static String property(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">(.*)</" + name + ">").matcher(pom);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static Stream<Path> files(Path root, int depth) {
    try (Stream<Path> files = Files.walk(root, depth)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
