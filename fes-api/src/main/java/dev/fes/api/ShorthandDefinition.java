package dev.fes.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One event stream as its apps.
 *
 * @param id the stream's {@code uniqueStreamId}
 * @param letters where its dead letters go
 */
record ShorthandDefinition(
    @Nullable String id, List<ShorthandApp> apps, @Nullable ShorthandApp letters) {

  static final String DEAD_LETTERS = ":dead-letters";

  ShorthandDefinition {
    apps = List.copyOf(apps);
  }

  ShorthandDefinition with(ShorthandApp deadLetters) {
    if (letters != null) {
      throw Shorthand.fault("an event stream has two lines " + DEAD_LETTERS + ": keep one");
    }
    return new ShorthandDefinition(id, apps, deadLetters);
  }

  /** The app that is written for a part of the resource. */
  ShorthandApp app(String part) {
    return switch (part) {
      case "source" -> apps.getFirst();
      case "flow" -> apps.get(1);
      case "recovery.sink" -> letters == null ? apps.getLast() : letters;
      default -> apps.getLast();
    };
  }

  @Override
  public String toString() {
    String pipe = apps.stream().map(ShorthandApp::toString).collect(Collectors.joining(" | "));
    return (id == null ? "" : id + " = ")
        + pipe
        + (letters == null ? "" : "\n" + DEAD_LETTERS + " > " + letters);
  }
}
