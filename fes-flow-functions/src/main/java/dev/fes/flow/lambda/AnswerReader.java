package dev.fes.flow.lambda;

import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.flow.BadChange;
import dev.fes.flow.OrderingKey;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import dev.fes.stage.Json;
import dev.fes.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what a function returned: an object is one event, an array one for each of its objects, and
 * null or nothing is none. The bytes of each are passed on as they are.
 *
 * <p>The one event keeps the id of its change. Those of an array are numbered, also where there is
 * only one: so the id of an event never depends on how many come after it.
 */
final class AnswerReader {

  private final PayloadReader payloads;
  private final OrderingKey key;

  AnswerReader(OrderingKey key) {
    this.payloads = new PayloadReader(key.fields());
    this.key = key;
  }

  /**
   * The events that the function made of the change.
   *
   * @throws StageFailure if the answer is none: a bad event
   */
  List<Event> read(byte[] answer, Event change) {
    try (JsonParser parser = Json.parse(answer)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return List.of();
      }
      List<Event> events =
          switch (first) {
            case VALUE_NULL -> List.of();
            case START_OBJECT -> List.of(event(payloads.read(parser, answer), change));
            case START_ARRAY -> elements(parser, answer, change);
            default -> throw notEvents(change, "is no object, no array and not null");
          };
      if (parser.nextToken() != null) {
        throw notEvents(change, "goes on after its end");
      }
      return events;
    } catch (JacksonException e) {
      throw notEvents(change, BadChange.brokenAt(e));
    }
  }

  private List<Event> elements(JsonParser parser, byte[] answer, Event change) {
    List<Event> events = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (next != JsonToken.START_OBJECT) {
        throw notEvents(change, "is an array whose element " + events.size() + " is no object");
      }
      Event event = event(payloads.read(parser, answer), change);
      String id = EventId.ofNth(change.facts().id(), events.size());
      events.add(new Event(event.key(), event.value(), event.facts().withId(id)));
    }
    return events;
  }

  private Event event(Payload payload, Event change) {
    return new Event(key.of(payload, change), payload.untouched(), change.facts());
  }

  private static StageFailure notEvents(Event change, String fault) {
    return new BadChange(change.facts())
        .whole(
            "answer-not-events",
            "became an answer of the Lambda function that "
                + fault
                + ": return an object, an array of objects, or null");
  }
}
