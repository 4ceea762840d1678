package dev.fes.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A source, flow or sink as the shorthand has it: an app with options. */
record ShorthandType(Class<?> record, List<ShorthandOption> options) {

  private static final String TYPE = "type";

  ShorthandType {
    options = List.copyOf(options);
  }

  /** All that one of the resource's parts can be. */
  static List<ShorthandType> all(Class<?> part) {
    return Arrays.stream(part.getPermittedSubclasses())
        .map(record -> new ShorthandType(record, ShorthandOption.of(record)))
        .toList();
  }

  String name() {
    return record.getAnnotation(ShortName.class).value();
  }

  String title() {
    return record.getSimpleName();
  }

  /** The part of a resource that says what the app and its options say. */
  ObjectNode write(ShorthandApp app) {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put(TYPE, title());
    app.options().forEach((name, value) -> option(name).write(value, part));
    return part;
  }

  /** The app that says what a part of a resource says, its options in the order of the fields. */
  ShorthandApp read(JsonNode part) {
    ShorthandApp app = new ShorthandApp(name());
    read(part, "", app);
    return app;
  }

  /** An empty list says what none says, and an option has to have a value. */
  private void read(JsonNode node, String path, ShorthandApp app) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String at = Finding.join(path, field.getKey());
      if (field.getValue().isObject()) {
        read(field.getValue(), at, app);
      } else if (!field.getValue().isNull() && !isEmptyList(field.getValue())) {
        optionAt(at).ifPresent(option -> app.put(option.name(), option.read(field.getValue())));
      }
    }
  }

  private static boolean isEmptyList(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  /** The option that a finding at a field of this part is about. */
  Optional<ShorthandOption> about(String path) {
    return options.stream().filter(option -> option.isAt(path)).findFirst();
  }

  private Optional<ShorthandOption> optionAt(String path) {
    return options.stream()
        .filter(option -> String.join(".", option.path()).equals(path))
        .findFirst();
  }

  private ShorthandOption option(String name) {
    return options.stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private InvalidResource unknown(String name) {
    Set<String> known =
        options.stream().map(ShorthandOption::name).collect(Collectors.toUnmodifiableSet());
    return Shorthand.fault(
        name()
            + " has no option --"
            + name
            + Spelling.didYouMean(name, known)
            + Spelling.known(known));
  }
}
