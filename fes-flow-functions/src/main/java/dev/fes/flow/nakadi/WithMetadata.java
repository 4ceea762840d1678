package dev.fes.flow.nakadi;

import dev.fes.api.event.Event;
import dev.fes.flow.BadChange;
import dev.fes.flow.Metadata;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import dev.fes.stage.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Gives events what their {@code metadata} lacks, and passes all else on as it is: for events that
 * another function made, to be composed after it.
 */
final class WithMetadata implements Function<List<Event>, List<Event>> {

  private static final PayloadReader PAYLOADS = new PayloadReader(List.of());

  @Override
  public List<Event> apply(List<Event> events) {
    return events.stream().map(WithMetadata::completed).toList();
  }

  private static Event completed(Event event) {
    BadChange bad = new BadChange(event.facts());
    try (JsonParser parser = Json.parse(event.value())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw bad.whole("event-not-object", "became an event that is no JSON object");
      }
      Payload payload = PAYLOADS.read(parser, event.value());
      if (parser.nextToken() != null) {
        throw bad.whole("event-not-object", "became more than one JSON object");
      }
      return new Event(event.key(), payload.with(Metadata.of(event.facts())), event.facts());
    } catch (JacksonException e) {
      throw bad.whole("event-not-object", "became an event that " + BadChange.brokenAt(e));
    }
  }
}
