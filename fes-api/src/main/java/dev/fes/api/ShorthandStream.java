package dev.fes.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An event stream in both notations: a definition, and a part of the resource. */
final class ShorthandStream {

  private static final String RECOVERY = "recovery";
  private static final List<ShorthandType> SOURCES = ShorthandType.all(Source.class);
  private static final List<ShorthandType> FLOWS = ShorthandType.all(Flow.class);
  private static final List<ShorthandType> SINKS = ShorthandType.all(Sink.class);

  /** The parts of the resource, and what each can be. */
  private static final Map<String, List<ShorthandType>> PARTS =
      Map.of("source", SOURCES, "flow", FLOWS, "sink", SINKS, "recovery.sink", SINKS);

  private ShorthandStream() {}

  static ObjectNode write(ShorthandDefinition definition) {
    List<ShorthandApp> apps = definition.apps();
    if (apps.size() < 2 || apps.size() > 3) {
      throw Shorthand.fault(
          "an event stream has %d apps: write source | flow | sink, or source | sink"
              .formatted(apps.size()));
    }
    ObjectNode stream = JsonNodeFactory.instance.objectNode();
    if (definition.id() != null) {
      stream.put("uniqueStreamId", definition.id());
    }
    stream.set("source", write(SOURCES, apps.getFirst(), "source"));
    if (apps.size() == 3) {
      stream.set("flow", write(FLOWS, apps.get(1), "flow"));
    }
    ShorthandApp sink = apps.getLast();
    String recovery = sink.options().get(RECOVERY);
    stream.set("sink", write(SINKS, sink.without(RECOVERY), "sink"));
    writeRecovery(stream, recovery, definition.letters());
    return stream;
  }

  private static void writeRecovery(
      ObjectNode stream, @Nullable String recovery, @Nullable ShorthandApp letters) {
    if (letters != null && recovery != null) {
      throw Shorthand.fault(
          "--recovery stands beside a line :dead-letters, which says it: keep one");
    }
    if (letters != null) {
      stream
          .putObject(RECOVERY)
          .put("type", "DeadLetter")
          .set("sink", write(SINKS, letters, "sink"));
    } else if (recovery != null) {
      stream.putObject(RECOVERY).put("type", recovery);
    }
  }

  private static ObjectNode write(List<ShorthandType> known, ShorthandApp app, String part) {
    return known.stream()
        .filter(type -> type.name().equals(app.name()))
        .findFirst()
        .orElseThrow(() -> unknown(known, app.name(), part))
        .write(app);
  }

  private static InvalidResource unknown(List<ShorthandType> known, String name, String part) {
    List<String> names = known.stream().map(ShorthandType::name).toList();
    return Shorthand.fault(
        name + " is no " + part + Spelling.didYouMean(name, names) + Spelling.known(names));
  }

  static ShorthandDefinition read(JsonNode stream) {
    List<ShorthandApp> apps = new ArrayList<>();
    apps.add(read(SOURCES, stream.path("source")));
    if (stream.path("flow").isObject()) {
      apps.add(read(FLOWS, stream.path("flow")));
    }
    ShorthandApp sink = read(SINKS, stream.path("sink"));
    apps.add(sink);
    JsonNode recovery = stream.path(RECOVERY);
    ShorthandApp letters =
        recovery.path("type").asString("").equals("DeadLetter")
            ? read(SINKS, recovery.path("sink"))
            : null;
    if (letters == null && recovery.isObject()) {
      sink.put(RECOVERY, recovery.path("type").asString());
    }
    return new ShorthandDefinition(stream.path("uniqueStreamId").asString(null), apps, letters);
  }

  private static ShorthandApp read(List<ShorthandType> known, JsonNode part) {
    String title = part.path("type").asString("");
    return known.stream()
        .filter(type -> type.title().equals(title))
        .findFirst()
        .orElseThrow(() -> Shorthand.fault("there is no type " + title))
        .read(part);
  }

  /** A finding at a field of the resource where somebody who wrote the definition finds it. */
  static Finding finding(
      ShorthandDefinition definition, String part, String field, String message) {
    ShorthandApp app = definition.app(part);
    String option =
        PARTS.getOrDefault(part, List.of()).stream()
            .filter(type -> type.name().equals(app.name()))
            .flatMap(type -> type.about(field).stream())
            .map(found -> " --" + found.name())
            .findFirst()
            .orElse("");
    return new Finding(app.name() + option, message);
  }
}
