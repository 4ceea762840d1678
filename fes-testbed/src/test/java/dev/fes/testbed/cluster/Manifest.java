package dev.fes.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A manifest that can be changed before it is applied.
 *
 * @param tree a copy that belongs to this manifest alone
 */
record Manifest(ObjectNode tree) {

  private static final Path EXAMPLES = Path.of("..", "deploy", "examples");

  static Stream<Path> examples() throws IOException {
    return Files.list(EXAMPLES).sorted();
  }

  /** One of deploy/examples. */
  static Manifest example(String name) {
    return read(EXAMPLES.resolve(name));
  }

  static Manifest read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifest of(String yaml) {
    return new Manifest((ObjectNode) yaml(yaml));
  }

  static JsonNode yaml(String text) {
    return new YAMLMapper().readTree(text);
  }

  /** Wherever its namespace was, it is that of the test; the name is one's own. */
  Manifest named(String name) {
    Manifest copy = new Manifest(tree.deepCopy());
    ObjectNode metadata = (ObjectNode) copy.tree.get("metadata");
    metadata.remove("namespace");
    metadata.put("name", name);
    return copy;
  }

  String name() {
    return tree.path("metadata").path("name").asString();
  }

  JsonNode spec() {
    return tree.get("spec");
  }

  JsonNode get(String path) {
    return at(tree, full(path));
  }

  /**
   * A path of names with dots; what does not begin at {@code spec} or {@code metadata} is of the
   * first event stream.
   */
  static String full(String path) {
    return path.startsWith("spec") || path.startsWith("metadata")
        ? path
        : "spec.eventStreams[0]." + path;
  }

  Manifest with(String path, String yaml) {
    return with(path, yaml(yaml));
  }

  /** A null takes the field out. */
  Manifest with(String path, JsonNode value) {
    ObjectNode copy = tree.deepCopy();
    int dot = full(path).lastIndexOf('.');
    ObjectNode parent = (ObjectNode) at(copy, full(path).substring(0, dot));
    String field = full(path).substring(dot + 1);
    if (value.isNull()) {
      parent.remove(field);
    } else {
      parent.set(field, value);
    }
    return new Manifest(copy);
  }

  Manifest withNull(String path) {
    ObjectNode copy = tree.deepCopy();
    int dot = full(path).lastIndexOf('.');
    ((ObjectNode) at(copy, full(path).substring(0, dot)))
        .set(full(path).substring(dot + 1), JsonNodeFactory.instance.nullNode());
    return new Manifest(copy);
  }

  /** As kubectl takes it. */
  String text() {
    return JsonMapper.shared().writeValueAsString(tree);
  }

  private static JsonNode at(JsonNode tree, String path) {
    return tree.at("/" + path.replace("[", "/").replace("]", "").replace('.', '/'));
  }
}
