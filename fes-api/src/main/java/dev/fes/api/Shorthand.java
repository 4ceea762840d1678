package dev.fes.api;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * The resource's other notation, that of Spring Cloud Data Flow's streams: {@code postgres
 * --table=… | generic-nakadi-event | nakadi --event-type=…}, an event stream in one line. Options
 * are the fields of the resource, {@link ShorthandOption}.
 */
public final class Shorthand {

  private static final Pattern PLACE =
      Pattern.compile("spec\\.eventStreams\\[(\\d+)]\\.(source|flow|sink|recovery\\.sink)\\.(.+)");
  private static final YAMLMapper YAML =
      YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new Quoting()).build())
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  private Shorthand() {}

  /** Unquoted, YAML's rarer line breaks (U+0085) are none to its writer, and dropped when read. */
  private static final class Quoting extends StringQuotingChecker.Default {

    private static final long serialVersionUID = 1;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || value.chars().anyMatch(Character::isISOControl);
    }
  }

  /** What a type is called as an app. */
  public static String nameOf(Class<?> record) {
    return record.getAnnotation(ShortName.class).value();
  }

  /**
   * The manifest, as YAML, of a resource whose event streams are these.
   *
   * @throws InvalidResource naming the app and the option
   */
  public static String compose(ResourceKey key, String applicationId, String definitions) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "zalando.org/v1").put("kind", "FabricEventStream");
    ObjectNode metadata = manifest.putObject("metadata").put("name", key.name());
    if (!key.namespace().equals("default")) {
      metadata.put("namespace", key.namespace());
    }
    ObjectNode spec = manifest.putObject("spec").put("applicationId", applicationId);
    ArrayNode streams = spec.putArray("eventStreams");
    List<ShorthandDefinition> parsed = ShorthandParser.parse(definitions);
    parsed.forEach(definition -> streams.add(ShorthandStream.write(definition)));
    String yaml = YAML.writeValueAsString(manifest);
    if (ResourceReader.read(yaml).getFirst() instanceof Reading.Invalid invalid) {
      throw new InvalidResource(
          invalid.findings().stream().map(finding -> inWordsOf(parsed, finding)).toList());
    }
    return yaml;
  }

  /**
   * The definitions of a resource, a line for each event stream, and one more where it has dead
   * letters.
   *
   * @param spec as it was written, see {@link ResourceReader#specs}
   * @throws InvalidResource if it says what the shorthand cannot
   */
  public static String of(JsonNode spec) {
    return spec.path("eventStreams")
        .valueStream()
        .map(stream -> ShorthandStream.read(stream).toString())
        .collect(Collectors.joining("\n"));
  }

  static InvalidResource fault(String message) {
    return new InvalidResource(List.of(new Finding("", message)));
  }

  /** A finding where somebody who wrote the shorthand finds it. */
  private static Finding inWordsOf(List<ShorthandDefinition> definitions, Finding finding) {
    Matcher place = PLACE.matcher(finding.path());
    if (!place.matches()) {
      return finding;
    }
    ShorthandDefinition definition = definitions.get(Integer.parseInt(place.group(1)));
    return ShorthandStream.finding(definition, place.group(2), place.group(3), finding.message());
  }
}
