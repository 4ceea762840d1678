package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds here what Nakadi rejects a whole batch for without naming the item. */
final class EventCheck {

  /** What may be wrong with an event, the worst first. */
  private enum Shape {
    NO_OBJECT,
    NO_EID,
    GOOD
  }

  private EventCheck() {}

  /**
   * The places of the events that explain a rejection: those that are no JSON objects; or, where
   * all are, those without {@code metadata.eid}; or none.
   */
  static List<Integer> suspects(List<Event> events) {
    List<Shape> shapes = events.stream().map(event -> shapeOf(event.value())).toList();
    Optional<Shape> worst =
        shapes.stream().min(Shape::compareTo).filter(shape -> shape != Shape.GOOD);
    return IntStream.range(0, shapes.size())
        .filter(i -> worst.filter(shapes.get(i)::equals).isPresent())
        .boxed()
        .toList();
  }

  private static Shape shapeOf(byte[] event) {
    try (JsonParser parser = Json.parse(event)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Shape.NO_OBJECT;
      }
      Shape shape =
          has("metadata", parser, () -> has("eid", parser, () -> isSomething(parser)))
              ? Shape.GOOD
              : Shape.NO_EID;
      return parser.nextToken() == null ? shape : Shape.NO_OBJECT;
    } catch (JacksonException e) {
      return Shape.NO_OBJECT;
    }
  }

  private static boolean isSomething(JsonParser parser) {
    return parser.currentToken() != JsonToken.VALUE_NULL;
  }

  /** Reads one value to its end; whether it is an object whose field of that name is as wanted. */
  private static boolean has(String wanted, JsonParser parser, BooleanSupplier asWanted) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return false;
    }
    boolean found = false;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      if (name.equals(wanted)) {
        found = asWanted.getAsBoolean();
      }
      parser.skipChildren();
    }
    return found;
  }
}
