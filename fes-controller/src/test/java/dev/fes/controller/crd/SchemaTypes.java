package dev.fes.controller.crd;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The types that a schema gives to the rules in it. */
final class SchemaTypes implements CelTypeProvider {

  private final CelType self;
  private final ImmutableMap<String, CelType> objects;

  private SchemaTypes(CelType self, ImmutableMap<String, CelType> objects) {
    this.self = self;
    this.objects = objects;
  }

  static SchemaTypes of(JsonNode schema) {
    ImmutableMap.Builder<String, CelType> objects = ImmutableMap.builder();
    CelType self = type("schema", schema, objects);
    return new SchemaTypes(self, objects.buildOrThrow());
  }

  /** What the schema itself is of. */
  CelType self() {
    return self;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return objects.values();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  private static CelType type(
      String path, JsonNode schema, ImmutableMap.Builder<String, CelType> objects) {
    String type = schema.get("type").asString();
    return switch (type) {
      case "string" -> SimpleType.STRING;
      case "integer" -> SimpleType.INT;
      case "number" -> SimpleType.DOUBLE;
      case "array" -> ListType.create(type(path + ".items", schema.get("items"), objects));
      case "object" -> object(path, schema.path("properties"), objects);
      default -> throw new IllegalStateException("the schema uses the type " + type);
    };
  }

  private static CelType object(
      String path, JsonNode properties, ImmutableMap.Builder<String, CelType> objects) {
    ImmutableMap.Builder<String, CelType> collected = ImmutableMap.builder();
    for (Map.Entry<String, JsonNode> field : properties.properties()) {
      String name = field.getKey();
      collected.put(name, type(path + "." + name, field.getValue(), objects));
    }
    ImmutableMap<String, CelType> fields = collected.buildOrThrow();
    StructType object =
        StructType.create(path, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    objects.put(path, object);
    return object;
  }
}
