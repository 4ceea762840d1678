package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The alert rules of deploy/overlays/monitoring, without the envelope that the operator wants.
 *
 * @param file what Prometheus reads
 */
record AlertRules(JsonNode file) {

  static final Path MONITORING = RunningFes.HOME.resolve("deploy/overlays/monitoring");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One alert. */
  record Alert(String name, String expression, String runbook) {}

  static AlertRules read() {
    try {
      Object manifest = new Yaml().load(Files.readString(MONITORING.resolve("alert-rules.yaml")));
      return new AlertRules(JSON.valueToTree(manifest).path("spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, where an alert waits no longer than this. */
  AlertRules waiting(String time) {
    JsonNode quicker = file.deepCopy();
    rules(quicker)
        .filter(rule -> rule.has("for"))
        .forEach(rule -> ((ObjectNode) rule).put("for", time));
    return new AlertRules(quicker);
  }

  /** The same, with another limit in all expressions that have it. */
  AlertRules with(String limit, String other) {
    JsonNode changed = file.deepCopy();
    List<JsonNode> found =
        rules(changed).filter(rule -> rule.path("expr").asString().contains(limit)).toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("no rule has " + limit);
    }
    found.forEach(
        rule ->
            ((ObjectNode) rule).put("expr", rule.path("expr").asString().replace(limit, other)));
    return new AlertRules(changed);
  }

  List<Alert> alerts() {
    return rules(file)
        .map(
            rule ->
                new Alert(
                    rule.path("alert").asString(),
                    rule.path("expr").asString(),
                    rule.at("/annotations/runbook").asString("")))
        .toList();
  }

  Path write(Path folder) {
    try {
      return Files.writeString(folder.resolve("rules.json"), JSON.writeValueAsString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> rules(JsonNode file) {
    return file.path("groups").valueStream().flatMap(group -> group.path("rules").valueStream());
  }
}
