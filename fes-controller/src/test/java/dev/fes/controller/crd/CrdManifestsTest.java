package dev.fes.controller.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Finding;
import dev.fes.controller.plan.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the API server stores unchanged, and what it or the controller refuses. */
class CrdManifestsTest {

  /** One of {@code wrong.yaml}. */
  record Wrong(String name, Sample sample, String by, String field, String words) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Path> manifests() throws IOException {
    return Stream.concat(
        Files.list(Path.of("..", "deploy", "examples")),
        Files.list(Path.of("src", "test", "resources", "manifests")));
  }

  static Stream<Wrong> wrong() {
    return Sample.yaml(Manifests.text("/crd/wrong.yaml")).valueStream().map(CrdManifestsTest::read);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void storesEveryExampleUnchanged(Path file) throws IOException {
    JsonNode manifest = Sample.yaml(Files.readString(file));

    assertThat(Crd.refusals(manifest)).isEmpty();
    assertThat(pruned(Crd.SCHEMA, manifest)).isEqualTo(manifest);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesAWrongManifest(Wrong wrong) {
    switch (wrong.by()) {
      case "api server" -> {
        assertThat(wrong.sample().refusals())
            .singleElement()
            .satisfies(
                refusal -> {
                  assertThat(refusal.path()).isEqualTo(Sample.full(wrong.field()));
                  assertThat(refusal.message()).contains(wrong.words());
                });
        assertThat(wrong.sample().findings()).as("the controller's findings").isNotEmpty();
      }
      case "controller" -> {
        assertThat(wrong.sample().refusals()).isEmpty();
        assertThat(wrong.sample().isServed()).isFalse();
        assertThat(wrong.sample().findings())
            .singleElement()
            .satisfies(
                finding -> {
                  assertThat(finding.path()).isEqualTo(Sample.full(wrong.field()));
                  assertThat(finding.message()).contains(wrong.words());
                });
      }
      default -> throw new IllegalArgumentException(wrong.by());
    }
  }

  @Test
  void showsNothingOfAnAddressThatCarriesAPassword() {
    Sample sample =
        Sample.of("postgres")
            .with(
                "source.jdbcConnection.jdbcUrl",
                Sample.yaml("jdbc:postgresql://fes:s3cret@db/orders?sslpassword=s3cret"));

    assertThat(sample.refusals())
        .hasSize(2)
        .allSatisfy(refusal -> assertThat(refusal.message()).doesNotContain("s3cret"));
  }

  @Test
  void dropsWhatIsUnknownAndTheControllerWarnsOfIt() {
    Sample sample = Sample.of("postgres").with("source.tabel", Sample.yaml("{name: outbox}"));

    assertThat(sample.refusals()).isEmpty();
    assertThat(pruned(Crd.SCHEMA, sample.tree())).isEqualTo(Sample.of("postgres").tree());
    assertThat(sample.findings())
        .extracting(Finding::path)
        .containsExactly("spec.eventStreams[0].source.tabel");
  }

  @Test
  void storesTheControllersStatus() {
    JsonNode status =
        Sample.yaml(
            """
            observedGeneration: 3
            conditions:
              - {type: Valid, status: "True", reason: Valid, message: "", lastTransitionTime: "2026-11-22T10:00:00Z"}
            summary: {streams: 0/1, lag: 4m12s, deadLetters: 7}
            eventStreams:
              - {name: orders, definition: postgres | nakadi, state: Blocked, stage: sink, error: no such event type,
                 lagSeconds: 252.1, lagBytes: 16777216, published: 5, filtered: 4, ignored: 0, deadLettered: 7,
                 deadLetterRefused: 0}
            """);
    JsonNode stored = Sample.of("postgres").tree().set("status", status);

    assertThat(Crd.refusals(stored)).isEmpty();
    assertThat(pruned(Crd.SCHEMA, stored)).isEqualTo(stored);
  }

  private static Wrong read(JsonNode row) {
    Sample sample = changed(Sample.of(row.get("of").asString()), row.path("set"));
    if (row.has("again")) {
      JsonNode second = changed(sample, row.get("again")).get("spec.eventStreams[0]");
      ((ArrayNode) sample.get("spec.eventStreams")).add(second);
    }
    return new Wrong(
        row.get("name").asString(),
        sample,
        row.get("by").asString(),
        row.get("field").asString(),
        row.get("words").asString());
  }

  private static Sample changed(Sample sample, JsonNode fields) {
    Sample changed = sample;
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      changed =
          field.getValue().isNull()
              ? changed.without(field.getKey())
              : changed.with(field.getKey(), field.getValue());
    }
    return changed;
  }

  /** Without what the schema does not know; metadata is the API server's own. */
  private static JsonNode pruned(JsonNode schema, JsonNode node) {
    if (node.isArray()) {
      List<JsonNode> elements =
          node.valueStream().map(element -> pruned(schema.get("items"), element)).toList();
      return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }
    if (!node.isObject() || !schema.has("properties")) {
      return node;
    }
    ObjectNode known = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode property = schema.get("properties").get(field.getKey());
      if (property != null) {
        known.set(field.getKey(), pruned(property, field.getValue()));
      }
    }
    return known;
  }
}
