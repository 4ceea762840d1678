package dev.fes.controller.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.EventStream;
import dev.fes.api.FabricEventStream;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.Condition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema has the fields of the records, and nothing that would change what was written. */
class CrdStructureTest {

  private static final String TYPE = "type";
  private static final JsonNode SPEC = Crd.SCHEMA.at("/properties/spec");
  private static final JsonNode STREAM = SPEC.at("/properties/eventStreams/items");

  @Test
  void hasTheFieldsOfEveryRecord() {
    assertFields("spec.eventStreams[]", EventStream.class, STREAM);
    assertThat(SPEC.get("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FabricEventStream.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !Set.of("key", "annotations").contains(name))
                .toList());
  }

  @Test
  void hasOneFormForBothSinks() {
    assertThat(undescribed(STREAM.at("/properties/recovery/properties/sink")).without("nullable"))
        .isEqualTo(undescribed(STREAM.at("/properties/sink")));
  }

  @Test
  void takesNullForAllThatNeedNotBeWritten() {
    nodes(SPEC)
        .forEach(
            (path, node) ->
                node.path("properties")
                    .forEachEntry(
                        (name, property) ->
                            assertThat(property.path("nullable").asBoolean(false))
                                .as(path + "." + name)
                                .isNotEqualTo(names(node.path("required")).contains(name))));
  }

  @Test
  void addsNothingAndKeepsNothingUnknown() {
    nodes(Crd.SCHEMA)
        .forEach(
            (path, node) -> {
              assertThat(node.propertyNames())
                  .as(path)
                  .doesNotContain(
                      "default", "additionalProperties", "x-kubernetes-preserve-unknown-fields");
              assertThat(node.has("properties"))
                  .as(path + " has fields")
                  .isEqualTo(
                      node.get(TYPE).asString().equals("object") && !path.equals(".metadata"));
            });
  }

  @Test
  void boundsWhatItsRulesLookAt() {
    nodes(SPEC)
        .forEach(
            (path, node) -> {
              String type = node.get(TYPE).asString();
              if (type.equals("array")) {
                assertThat(node.has("maxItems")).as(path).isTrue();
              }
              if (type.equals("string")) {
                assertThat(node.has("maxLength") || node.has("enum")).as(path).isTrue();
              }
            });
  }

  @Test
  void saysOfEveryFieldWhatItIs() {
    nodes(Crd.SCHEMA)
        .forEach(
            (path, node) -> {
              if (!path.equals(".metadata") && !path.endsWith("[]")) {
                assertThat(node.path("description").asString("")).as(path).isNotBlank();
              }
            });
  }

  @Test
  void answersInOneLineThatNamesAFieldAndTheMend() {
    nodes(SPEC)
        .forEach(
            (path, node) -> {
              for (JsonNode rule : node.path("x-kubernetes-validations")) {
                assertThat(rule.get("message").asString()).as(path).matches("[A-Za-z.]+ .+: .+");
                if (rule.has("fieldPath")) {
                  assertThat(rule.get("message").asString() + " ")
                      .startsWith(rule.get("fieldPath").asString().substring(1) + " ");
                }
              }
            });
  }

  @Test
  void isNamedAsExistingManifestsNameIt() {
    JsonNode names = Crd.DEFINITION.at("/spec/names");
    assertThat(Crd.DEFINITION.at("/spec/group").asString()).isEqualTo("zalando.org");
    assertThat(Crd.DEFINITION.at("/spec/scope").asString()).isEqualTo("Namespaced");
    assertThat(Crd.DEFINITION.at("/spec/versions")).hasSize(1);
    assertThat(Crd.DEFINITION.at("/spec/versions/0/name").asString()).isEqualTo("v1");
    assertThat(names)
        .isEqualTo(
            Sample.yaml(
                """
                kind: FabricEventStream
                listKind: FabricEventStreamList
                plural: fabriceventstreams
                singular: fabriceventstream
                shortNames: [fes]
                categories: [all]
                """));
  }

  @Test
  void hasAStatusThatIsWrittenApart() {
    JsonNode status = Crd.SCHEMA.at("/properties/status");
    JsonNode stream = status.at("/properties/eventStreams/items/properties");
    assertThat(Crd.DEFINITION.at("/spec/versions/0/subresources").has("status")).isTrue();
    assertThat(names(stream.at("/state/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StreamState.values()).map(StreamState::title).toList());
    assertThat(status.at("/properties/conditions/items/properties/type/description").asString())
        .contains(Arrays.stream(Condition.Type.values()).map(Condition.Type::title).toList());
    nodes(status)
        .forEach(
            (path, node) -> {
              if (node.path("x-kubernetes-list-type").asString("").equals("map")) {
                assertThat(names(node.at("/items/required")))
                    .as(path)
                    .containsAll(names(node.get("x-kubernetes-list-map-keys")));
              }
            });
  }

  @Test
  void showsColumnsThatExist() {
    JsonNode columns = Crd.DEFINITION.at("/spec/versions/0/additionalPrinterColumns");
    assertThat(columns.valueStream().filter(column -> !column.has("priority")))
        .extracting(column -> column.get("name").asString())
        .containsExactly("Application", "Ready", "Streams", "Lag", "Dead Letters", "Age");
    for (JsonNode column : columns) {
      String path = column.get("jsonPath").asString().replaceFirst("\\[\\?.*\\)]", "[]");
      if (!path.startsWith(".metadata.")) {
        assertThat(nodes(Crd.SCHEMA).get(path).get(TYPE)).as(path).isEqualTo(column.get(TYPE));
      }
    }
  }

  private static void assertFields(String path, Class<?> type, JsonNode schema) {
    assertThat(schema.get(TYPE).asString()).as(path).isEqualTo("object");
    Map<String, Type> fields = new LinkedHashMap<>();
    List<Class<?>> records =
        type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type);
    for (Class<?> one : records) {
      for (RecordComponent component : one.getRecordComponents()) {
        fields.put(component.getName(), component.getGenericType());
      }
    }
    JsonNode properties = schema.get("properties");
    Set<String> known = new TreeSet<>(fields.keySet());
    if (type.isSealed() || type.getSimpleName().endsWith("Secret")) {
      known.add(TYPE);
    }
    if (type.isSealed()) {
      assertThat(names(schema.get("required"))).as(path).containsExactly(TYPE);
      assertThat(names(properties.at("/type/enum")))
          .as(path)
          .containsExactlyInAnyOrderElementsOf(records.stream().map(Class::getSimpleName).toList());
    }
    assertThat(properties.propertyNames()).as(path).containsExactlyInAnyOrderElementsOf(known);
    fields.forEach((name, it) -> assertField(path + "." + name, it, properties.get(name)));
  }

  private static void assertField(String path, Type type, JsonNode schema) {
    if (type instanceof ParameterizedType generic) {
      assertThat((Class<?>) generic.getRawType()).as(path).isAssignableTo(Collection.class);
      assertThat(schema.get(TYPE).asString()).as(path).isEqualTo("array");
      assertField(path + "[]", generic.getActualTypeArguments()[0], schema.get("items"));
    } else if (type == Integer.class) {
      assertThat(schema.get(TYPE).asString()).as(path).isEqualTo("integer");
    } else if (type == String.class || type == URI.class || ((Class<?>) type).isEnum()) {
      assertThat(schema.get(TYPE).asString()).as(path).isEqualTo("string");
    } else {
      assertFields(path, (Class<?>) type, schema);
    }
  }

  /** All schemas within this one, by the paths of what they are of. */
  private static Map<String, JsonNode> nodes(JsonNode schema) {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    collect("", schema, nodes);
    return nodes;
  }

  private static void collect(String path, JsonNode schema, Map<String, JsonNode> nodes) {
    nodes.put(path, schema);
    schema
        .path("properties")
        .forEachEntry((name, property) -> collect(path + "." + name, property, nodes));
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"), nodes);
    }
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static ObjectNode undescribed(JsonNode schema) {
    ObjectNode copy = ((ObjectNode) schema).deepCopy();
    List<ObjectNode> holders = new ArrayList<>(List.of(copy));
    copy.findParents("description").forEach(holder -> holders.add((ObjectNode) holder));
    holders.forEach(holder -> holder.remove("description"));
    return copy;
  }
}
