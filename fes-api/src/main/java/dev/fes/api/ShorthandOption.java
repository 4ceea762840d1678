package dev.fes.api;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field of the resource as an option: {@code jdbcConnection.slotName} is {@code --slot-name}, and
 * what is called {@code name} has the name of what it names, so {@code table.name} is {@code
 * --table}.
 *
 * @param path the fields that lead to it
 * @param owner the record that has the field
 * @param type the field's own
 */
record ShorthandOption(String name, List<String> path, Class<?> owner, Class<?> type) {

  private static final String NAME = "name";

  ShorthandOption {
    path = List.copyOf(path);
  }

  /** All of a record, in the order of its components. */
  static List<ShorthandOption> of(Class<?> record) {
    return of(record, List.of()).toList();
  }

  private static Stream<ShorthandOption> of(Class<?> record, List<String> path) {
    return Arrays.stream(record.getRecordComponents())
        .flatMap(component -> of(record, component, path));
  }

  private static Stream<ShorthandOption> of(
      Class<?> owner, RecordComponent component, List<String> path) {
    List<String> at = Stream.concat(path.stream(), Stream.of(component.getName())).toList();
    Class<?> type = component.getType();
    return type.isRecord()
        ? of(type, at)
        : Stream.of(new ShorthandOption(nameOf(at), at, owner, type));
  }

  private static String nameOf(List<String> path) {
    boolean namesParent = path.size() > 1 && path.getLast().equals(NAME);
    String field = namesParent ? path.get(path.size() - 2) : path.getLast();
    return field.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** Puts the value where the field is, below the part that has it. */
  void write(String value, ObjectNode part) {
    ObjectNode parent = part;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = parent.withObjectProperty(step);
    }
    if (owner == RecordBinder.ALONE) {
      parent.put("type", owner.getSimpleName());
    }
    if (isList()) {
      ArrayNode list = parent.putArray(path.getLast());
      Arrays.stream(value.split(",", -1)).map(String::strip).forEach(list::add);
    } else if (type == Integer.class && value.matches("-?\\d{1,10}")) {
      parent.put(path.getLast(), Long.parseLong(value));
    } else {
      parent.put(path.getLast(), value);
    }
  }

  /** The value as an option has it. */
  String read(JsonNode field) {
    if (!field.isArray()) {
      return field.asString();
    }
    List<String> elements = field.valueStream().map(JsonNode::asString).toList();
    refuse(elements, element -> element.contains(","), "a comma, which separates elements");
    refuse(
        elements,
        element -> !element.equals(element.strip()),
        "a blank at an end, which is dropped");
    return String.join(",", elements);
  }

  private void refuse(List<String> elements, Predicate<String> unspeakable, String why) {
    if (elements.stream().anyMatch(unspeakable)) {
      throw new InvalidResource(
          List.of(
              new Finding(
                  String.join(".", path),
                  "has an element with "
                      + why
                      + " in the shorthand: keep this one in a manifest")));
    }
  }

  /** Whether the field, or an object on the way to it, has this path. */
  boolean isAt(String where) {
    return Finding.related(String.join(".", path), where);
  }

  private boolean isList() {
    return Collection.class.isAssignableFrom(type);
  }
}
