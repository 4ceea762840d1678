package dev.fes.flow.nakadi;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.flow.BadChange;
import dev.fes.flow.Metadata;
import dev.fes.flow.OrderingKey;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import dev.fes.flow.Tokens;
import dev.fes.stage.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Makes the item of a DynamoDB change an event: as it is after the change, or as it was before it
 * was removed. Its bytes are passed on as they are; what {@code metadata} lacks is spliced in.
 */
final class ItemNakadiEvent implements Function<List<Event>, List<Event>> {

  private final PayloadReader payloads;
  private final OrderingKey key;

  ItemNakadiEvent(OrderingKey key) {
    this.payloads = new PayloadReader(key.fields());
    this.key = key;
  }

  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream().map(this::convert).toList();
  }

  private Event convert(Event change) {
    Payload item = itemOf(change);
    return new Event(key.of(item, change), item.with(Metadata.of(change.facts())), change.facts());
  }

  private Payload itemOf(Event change) {
    BadChange bad = new BadChange(change.facts());
    String image = change.facts().op() == Operation.DELETE ? "OldImage" : "NewImage";
    try (JsonParser parser = Json.parse(change.value())) {
      if (!Tokens.enter(image, parser)) {
        throw bad.whole(
            "image-missing",
            "has no \"" + image + "\": give its stream the StreamViewType NEW_AND_OLD_IMAGES");
      }
      return payloads.read(parser, change.value());
    } catch (JacksonException e) {
      throw bad.whole("change-not-json", BadChange.brokenAt(e));
    }
  }
}
