package dev.fes.controller.crd;

import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Manifests;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A sound manifest with every field, to break.
 *
 * @param tree a copy that belongs to this sample alone
 */
record Sample(ObjectNode tree) {

  static final List<String> ALL = List.of("postgres", "dynamodb");

  static Sample of(String name) {
    return new Sample((ObjectNode) yaml(Manifests.text("/crd/" + name + ".yaml")));
  }

  static JsonNode yaml(String text) {
    return new YAMLMapper().readTree(text);
  }

  /**
   * A path of names with dots; what does not begin at {@code spec} is of the first event stream.
   */
  static String full(String path) {
    return path.startsWith("spec") ? path : "spec.eventStreams[0]." + path;
  }

  Sample with(String path, JsonNode value) {
    ObjectNode copy = tree.deepCopy();
    int dot = full(path).lastIndexOf('.');
    ((ObjectNode) at(copy, full(path).substring(0, dot))).set(full(path).substring(dot + 1), value);
    return new Sample(copy);
  }

  Sample without(String path) {
    ObjectNode copy = tree.deepCopy();
    int dot = full(path).lastIndexOf('.');
    ((ObjectNode) at(copy, full(path).substring(0, dot))).remove(full(path).substring(dot + 1));
    return new Sample(copy);
  }

  Sample withNull(String path) {
    return with(path, JsonNodeFactory.instance.nullNode());
  }

  JsonNode get(String path) {
    return at(tree, full(path));
  }

  /** The paths of all fields below {@code spec}. */
  List<String> fields() {
    List<String> paths = new ArrayList<>();
    collect("spec", tree.get("spec"), paths);
    return paths;
  }

  List<Crd.Refusal> refusals() {
    return Crd.refusals(tree);
  }

  /** What the controller finds: faults and warnings, and whether it would serve the resource. */
  Reading reading() {
    return ResourceReader.read(JsonMapper.shared().writeValueAsString(tree)).getFirst();
  }

  List<Finding> findings() {
    return switch (reading()) {
      case Reading.Valid valid -> valid.warnings();
      case Reading.Invalid invalid -> invalid.findings();
    };
  }

  boolean isServed() {
    return reading() instanceof Reading.Valid;
  }

  private static JsonNode at(JsonNode tree, String path) {
    return tree.at("/" + path.replace("[", "/").replace("]", "").replace('.', '/'));
  }

  private static void collect(String path, JsonNode node, List<String> paths) {
    node.forEachEntry(
        (name, value) -> {
          paths.add(path + "." + name);
          collect(path + "." + name, value, paths);
        });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(path + "[" + i + "]", node.get(i), paths);
    }
  }
}
