package dev.fes.source.dynamodb;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Share;
import dev.fes.stage.StreamProgress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/**
 * One event stream's share of the reader: which changes are its own, and what they look like on its
 * topic.
 */
final class Route {

  private final List<String> keyFields;
  private final Set<Operation> operations;
  private final String topic;
  private final StreamProgress progress;
  private final Share share;

  Route(RouteSettings settings, String topic, StreamProgress progress, long maxRecordSize) {
    this.keyFields = settings.partitionKeyFields();
    this.operations = settings.operations();
    this.topic = topic;
    this.progress = progress;
    this.share = new Share(settings.operations(), settings.filter(), maxRecordSize);
  }

  String topic() {
    return topic;
  }

  StreamProgress progress() {
    return progress;
  }

  /** It runs, for what the stream has. */
  void running(StreamDescription stream) {
    Failure unordered = KeyOfChanges.warning(stream, keyFields, operations);
    Failure warning = unordered == null ? ImagesOfFilter.warning(stream, share) : unordered;
    if (warning == null) {
      progress.running();
    } else {
      progress.runningWith(warning);
    }
  }

  /** The change as this stream's event; null if it is not for it. */
  @Nullable Event eventOf(Change change) {
    if (!share.wants(change.facts().op())) {
      return null;
    }
    byte[] itemKey = OrderingKey.ofItem(change.keys());
    if (change.unreadable() instanceof String why) {
      return share.faulty(new Event(itemKey, change.json(), change.facts()), why);
    }
    try {
      byte[] key = keyFields.isEmpty() ? itemKey : OrderingKey.ofFields(change.image(), keyFields);
      return share.filtered(new Event(key, change.json(), change.facts()));
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      return share.faulty(new Event(itemKey, change.json(), change.facts()), why);
    }
  }

  /** The event without its images: what is left of one that is too large to travel. */
  Event withoutImages(Event event) {
    return share.withoutImages(event);
  }
}
