package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds here what Nakadi rejects a whole batch for without naming the item, or would overlook. */
final class EventCheck {

  static final Failure NO_OBJECT =
      Failure.badEvent(
          "no-object", "the event is not one JSON object: Nakadi takes nothing else as an event");

  /** What may be wrong with an event. */
  private enum Shape {
    NO_OBJECT,
    NO_EID,
    GOOD
  }

  private EventCheck() {}

  /**
   * Why a value must not even be sent. One that is blank would vanish within the array, and Nakadi
   * would not miss it.
   */
  static Optional<Failure> unfit(byte[] value, int mostBytes) {
    if (value.length > mostBytes) {
      return Optional.of(
          Failure.badEvent(
              "too-large",
              "the event has %d bytes, but Nakadi takes at most %d: make the payload smaller"
                  .formatted(value.length, mostBytes)));
    }
    return isInBraces(value) ? Optional.empty() : Optional.of(NO_OBJECT);
  }

  /** The places of the events that are no JSON objects: nothing takes them. */
  static List<Integer> noObjects(List<Event> events) {
    return places(shapesOf(events), Shape.NO_OBJECT);
  }

  /** The places of the events without a {@code metadata.eid}: some event types ask for none. */
  static List<Integer> withoutEid(List<Event> events) {
    return places(shapesOf(events), Shape.NO_EID);
  }

  private static List<Shape> shapesOf(List<Event> events) {
    return events.stream().map(event -> shapeOf(event.value())).toList();
  }

  private static List<Integer> places(List<Shape> shapes, Shape wanted) {
    return IntStream.range(0, shapes.size()).filter(i -> shapes.get(i) == wanted).boxed().toList();
  }

  private static boolean isInBraces(byte[] value) {
    int first = 0;
    int last = value.length - 1;
    while (first < last && isBlank(value[first])) {
      first++;
    }
    while (first < last && isBlank(value[last])) {
      last--;
    }
    return first < last && value[first] == '{' && value[last] == '}';
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
  }

  private static Shape shapeOf(byte[] event) {
    try (JsonParser parser = Json.parse(event)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Shape.NO_OBJECT;
      }
      Shape shape =
          has("metadata", parser, () -> has("eid", parser, () -> isString(parser)))
              ? Shape.GOOD
              : Shape.NO_EID;
      return parser.nextToken() == null ? shape : Shape.NO_OBJECT;
    } catch (JacksonException e) {
      return Shape.NO_OBJECT;
    }
  }

  private static boolean isString(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING;
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
