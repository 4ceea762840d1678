package dev.fes.compact;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One stage that this process is to run.
 *
 * @param name what it is called in logs
 * @param app the module that has it
 * @param settings as it would get them in a process of its own
 */
record StageSpec(String name, String app, Map<String, Object> settings) {

  StageSpec {
    if (name == null || app == null) {
      throw new IllegalArgumentException("each stage needs a name and an app");
    }
    settings = settings == null ? Map.of() : Map.copyOf(settings);
  }

  /** Its place in its stream: source, flow, sink or dead-letter. */
  String role() {
    return String.valueOf(settings.getOrDefault("fes.stage.name", ""));
  }

  /** The event streams it serves: its own, or those of a source's routes. */
  List<String> streams() {
    if (settings.get("fes.source.routes") instanceof List<?> routes) {
      return routes.stream()
          .flatMap(route -> route instanceof Map<?, ?> map ? Stream.of(map.get("stream")) : null)
          .map(String::valueOf)
          .toList();
    }
    return List.of(String.valueOf(settings.getOrDefault("fes.stage.stream", name)));
  }

  /** What it would say of itself, could it be started. */
  Map<String, Object> failed(String why) {
    return Map.of(
        "stage",
        role(),
        "streams",
        streams().stream()
            .map(
                stream ->
                    Map.of(
                        "stream",
                        stream,
                        "state",
                        "Failed",
                        "reason",
                        "cannot-start",
                        "error",
                        why))
            .toList());
  }
}
