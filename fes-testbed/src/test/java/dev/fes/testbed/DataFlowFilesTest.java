package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Spring Cloud Data Flow is given of ours: the list of apps, the properties of a deployment,
 * and the addresses in the documentation.
 */
class DataFlowFilesTest {

  private static final Path HOME = Path.of("..");
  private static final Path DATA_FLOW = HOME.resolve("deploy/dataflow");
  private static final String EXPOSED = "management.endpoints.web.exposure.include";
  private static final Pattern OWN_VERSION =
      Pattern.compile("<artifactId>fes</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern ADDRESS = Pattern.compile("(?:--|metadata-)uri ([a-z]+:[^\\s`]+)");

  /** As its AppResourceCommon finds the version of a file. */
  private static final Pattern VERSIONED = Pattern.compile("(.*)-(\\d)(.*?)(-metadata)?");

  /** An import takes the line right before for the app that the version of Boot is said of. */
  @Test
  void eachAppIsOfThisVersionAndOfBoot3RightBehindItsLine() throws IOException {
    List<String> lines =
        Files.readAllLines(DATA_FLOW.resolve("apps.properties")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    String version = version();
    assertThat(lines.size() % 2).isZero();
    IntStream.iterate(0, i -> i < lines.size(), i -> i + 2)
        .forEach(
            i -> {
              String app = lines.get(i).split("=", 2)[0];
              assertThat(lines.get(i)).endsWith(":" + version);
              assertThat(lines.get(i + 1)).isEqualTo(app + ".bootVersion=3");
            });
  }

  @Test
  void documentedAddressesAreOnesThatDataFlowTakes() throws IOException {
    List<String> addresses = addresses();
    assertThat(addresses).extracting(address -> address.split(":")[0]).contains("file", "docker");
    assertThat(addresses)
        .allSatisfy(
            address -> {
              switch (address.substring(0, address.indexOf(':'))) {
                case "file" -> assertThat(fileOf(address)).satisfies(this::isTakenAsAFile);
                case "docker" -> assertThat(address).matches("docker:REGISTRY/fes-[a-z-]+:TAG");
                default -> assertThat(moduleOf(address).resolve("pom.xml")).exists();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"local.properties", "kubernetes.properties"})
  void aDeploymentLeavesTheEndpointsThatAStageHas(String file) throws IOException {
    String stage =
        properties(HOME.resolve("fes-stage/src/main/resources/fes-stage.properties"))
            .getProperty(EXPOSED);
    assertThat(properties(DATA_FLOW.resolve(file))).containsEntry("app.*." + EXPOSED, stage);
    assertThat(page()).contains(file);
  }

  /** The probe of a pod's start asks for it. */
  @Test
  void aStageAnswersWhatTheDeployerAsksFor() throws IOException {
    assertThat(
            properties(HOME.resolve("fes-stage/src/main/resources/fes-stage.properties"))
                .getProperty(EXPOSED)
                .split(","))
        .contains("health", "info");
  }

  private void isTakenAsAFile(String name) {
    if (name.endsWith(".properties")) {
      assertThat(DATA_FLOW.resolve(name)).exists();
      return;
    }
    Matcher found = VERSIONED.matcher(name.substring(0, name.lastIndexOf('.')));
    assertThat(found.matches()).isTrue();
    assertThat(HOME.resolve(found.group(1)).resolve("pom.xml")).exists();
  }

  private static String fileOf(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static Path moduleOf(String coordinates) {
    return HOME.resolve(coordinates.split(":")[2]);
  }

  private static List<String> addresses() throws IOException {
    return ADDRESS
        .matcher(page().replace("VERSION", version()))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String version() throws IOException {
    Matcher found = OWN_VERSION.matcher(Files.readString(HOME.resolve("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String page() throws IOException {
    return Files.readString(HOME.resolve("docs/composition.md"));
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream content = Files.newInputStream(file)) {
      properties.load(content);
    }
    return properties;
  }
}
