package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Flow;
import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import dev.fes.api.Shorthand;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Spring Cloud Data Flow reads of an app: the properties that it shows, and the short names by
 * which a definition may call them. A short name is what is left of a property behind the group of
 * its source type.
 */
class DataFlowMetadataTest {

  private static final Path HOME = Path.of("..");
  private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|(?m)^[a-z0-9-]+ = ");

  /** Said by a resource only: an app by hand has files of credentials, and pgoutput. */
  private static final List<String> OF_RESOURCES =
      List.of("database-authentication", "user-key", "password-key", "plugin-type");

  /** In the shorthand it is an option of the source, and no app. */
  private static final String FILTER = "processor.filter";

  private static final Map<String, String> MODULES =
      Map.of(
          "postgres", "fes-source-postgres",
          "dynamodb", "fes-source-dynamodb",
          "nakadi", "fes-sink-nakadi",
          "sqs", "fes-sink-sqs",
          "sqs-fifo", "fes-sink-sqs");

  @ParameterizedTest
  @MethodSource("modules")
  void everyPropertyThatIsShownIsDescribed(String module) throws IOException {
    assertThat(described(module).keySet()).containsAll(shown(module));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyShortNameMeansOneProperty(String module) throws IOException {
    assertThat(shortNames(module)).doesNotHaveDuplicates();
  }

  /** The metadata takes words literally, and those of a name from one that begins with it. */
  @ParameterizedTest
  @MethodSource("modules")
  void whatIsSaidOfAPropertyIsPlainAndItsOwn(String module) throws IOException {
    for (String part : List.of(module, "fes-stage")) {
      Map<String, String> words = words(part);
      assertThat(words).as(part).isNotEmpty();
      words.forEach(
          (name, said) -> {
            assertThat(said).as(name).isNotBlank().doesNotContain("{@");
            assertThat(longer(name, words)).as(name).noneMatch(said::endsWith);
          });
    }
  }

  /** What is said of the properties whose names begin with this one. */
  private static List<String> longer(String name, Map<String, String> words) {
    return words.entrySet().stream()
        .filter(other -> other.getKey().startsWith(name) && !other.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  static Stream<String> modules() {
    return Stream.concat(MODULES.values().stream(), Stream.of("fes-flow-functions")).distinct();
  }

  @Test
  void aDefinitionCallsThePropertiesOfItsAppsAsTheShorthandDoes() throws IOException {
    try (Stream<Path> examples = Files.list(HOME.resolve("deploy/examples"))) {
      for (Path example : examples.toList()) {
        String text = Files.readString(example);
        assertThat(ResourceReader.read(text)).allMatch(Reading.Valid.class::isInstance);
        for (JsonNode spec : ResourceReader.specs(text)) {
          for (String app : QUOTED.matcher(Shorthand.of(spec)).replaceAll("").split("[|>\n]")) {
            assertThat(shortNames(moduleOf(app))).as(app).containsAll(options(app));
          }
        }
      }
    }
  }

  @Test
  void everyRegisteredAppIsOneOfOurs() throws IOException {
    Properties apps = properties(HOME.resolve("deploy/dataflow/apps.properties"));
    assertThat(apps.stringPropertyNames())
        .filteredOn(name -> !name.endsWith(".bootVersion"))
        .allSatisfy(
            name -> {
              String[] coordinates = apps.getProperty(name).split(":");
              assertThat(coordinates[1]).isEqualTo("//dev.fes");
              assertThat(HOME.resolve(coordinates[2]).resolve("pom.xml")).exists();
            });
  }

  @Test
  void theRegisteredAppsAreThoseOfTheShorthand() throws IOException {
    Set<String> apps =
        new TreeSet<>(
            properties(HOME.resolve("deploy/dataflow/apps.properties")).stringPropertyNames());

    apps.removeIf(name -> name.endsWith(".bootVersion"));
    assertThat(apps.remove(FILTER)).isTrue();
    assertThat(apps)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    registered("source", Source.class),
                    registered("processor", Flow.class),
                    registered("sink", Sink.class))
                .flatMap(names -> names)
                .toList());
  }

  private static Stream<String> registered(String type, Class<?> part) {
    return Stream.of(part.getPermittedSubclasses()).map(app -> type + "." + Shorthand.nameOf(app));
  }

  private static String moduleOf(String app) {
    String name = app.strip().split("[ =]")[0];
    return name.equals(":dead-letters")
        ? "fes-sink-sqs"
        : MODULES.getOrDefault(name, "fes-flow-functions");
  }

  private static List<String> options(String app) {
    return OPTION
        .matcher(app)
        .results()
        .map((MatchResult option) -> option.group(1))
        .filter(option -> !OF_RESOURCES.contains(option))
        .toList();
  }

  /** The short names of what is shown, those that every stage has included. */
  private static List<String> shortNames(String module) throws IOException {
    List<String> names = new ArrayList<>();
    for (String part : List.of(module, "fes-stage")) {
      Map<String, String> described = described(part);
      shown(part).forEach(property -> names.add(described.get(property)));
    }
    return names;
  }

  private static List<String> shown(String module) throws IOException {
    Properties metadata =
        properties(classes(module).resolve("META-INF/dataflow-configuration-metadata.properties"));
    return List.of(metadata.getProperty("configuration-properties.names").split("\\s*,\\s*"));
  }

  /** Each of our properties with what is said of it. */
  private static Map<String, String> words(String module) throws IOException {
    Map<String, String> words = new TreeMap<>();
    for (JsonNode property : metadata(module).path("properties")) {
      String name = property.path("name").asString();
      if (name.startsWith("fes.")) {
        words.put(name, property.path("description").asString(""));
      }
    }
    return words;
  }

  /** Each property with its short name. */
  private static Map<String, String> described(String module) throws IOException {
    JsonNode metadata = metadata(module);
    Map<String, String> described = new TreeMap<>();
    for (JsonNode property : metadata.path("properties")) {
      String name = property.path("name").asString();
      described.put(name, name.substring(group(metadata, property, name).length()));
    }
    return described;
  }

  private static JsonNode metadata(String module) throws IOException {
    return JsonMapper.shared()
        .readTree(
            Files.readString(
                classes(module).resolve("META-INF/spring-configuration-metadata.json")));
  }

  private static String group(JsonNode metadata, JsonNode property, String name) {
    return metadata
        .path("groups")
        .valueStream()
        .filter(group -> group.path("type").equals(property.path("sourceType")))
        .map(group -> group.path("name").asString() + ".")
        .filter(name::startsWith)
        .findFirst()
        .orElse("");
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream content = Files.newInputStream(file)) {
      properties.load(content);
    }
    return properties;
  }

  private static Path classes(String module) {
    return HOME.resolve(module).resolve("target/classes");
  }
}
