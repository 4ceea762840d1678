package dev.fes.controller.crd;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The CustomResourceDefinition, and what an API server says to a manifest by it: first by the
 * schema, then by the rules, which it leaves out where the form is too wrong for them.
 */
final class Crd {

  static final JsonNode DEFINITION =
      new YAMLMapper()
          .readTree(Path.of("..", "deploy", "crd", "fabriceventstreams.zalando.org.yaml"));
  static final JsonNode SCHEMA = DEFINITION.at("/spec/versions/0/schema/openAPIV3Schema");

  private static final Set<String> STOPPING =
      Set.of("type", "required", "enum", "maxLength", "maxItems");
  private static final CrdRules RULES = new CrdRules(SCHEMA);
  private static final Schema VALIDATOR =
      SchemaRegistry.withDialect(
              Dialect.builder(Dialects.getOpenApi30())
                  .keywords(
                      Stream.of("validations", "list-type", "list-map-keys")
                          .map(name -> new NonValidationKeyword("x-kubernetes-" + name))
                          .toList())
                  .build(),
              registry ->
                  registry.schemaRegistryConfig(
                      SchemaRegistryConfig.builder().pathType(PathType.LEGACY).build()))
          .getSchema(SCHEMA);

  private Crd() {}

  /** One reason why a manifest is not stored. */
  record Refusal(String path, String message) {}

  static List<Refusal> refusals(JsonNode manifest) {
    List<Error> errors = VALIDATOR.validate(manifest);
    List<Refusal> refusals = new ArrayList<>(errors.stream().map(Crd::refusal).toList());
    if (errors.stream().noneMatch(error -> STOPPING.contains(error.getKeyword()))) {
      refusals.addAll(RULES.broken(manifest));
    }
    return refusals;
  }

  private static Refusal refusal(Error error) {
    String at = error.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    String path = error.getProperty() == null ? at : at + "." + error.getProperty();
    return new Refusal(path, words(error.getKeyword(), error.getSchemaNode()));
  }

  /** As an API server puts it. */
  private static String words(String keyword, JsonNode limit) {
    return switch (keyword) {
      case "type" -> "must be of type " + limit.asString();
      case "required" -> "Required value";
      case "enum" -> "Unsupported value: supported values: " + limit;
      case "pattern" -> "should match '" + limit.asString() + "'";
      case "minLength" -> "should be at least " + limit + " chars long";
      case "maxLength" -> "Too long: may not be more than " + limit + " bytes";
      case "minItems" -> "should have at least " + limit + " items";
      case "maxItems" -> "Too many: must have at most " + limit + " items";
      case "minimum" -> "should be greater than or equal to " + limit;
      case "maximum" -> "should be less than or equal to " + limit;
      default -> throw new IllegalStateException("the schema uses " + keyword);
    };
  }
}
