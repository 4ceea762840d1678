package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Filter;
import dev.fes.api.FilterFailed;
import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.stage.StreamProgress;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One event stream's share of the reader: which changes are its own, and what they look like on its
 * topic. It judges none: a change that it cannot filter or render goes on as a fault, and the
 * stream's next stage applies its recovery.
 */
final class Route {

  private static final String STAGE = "source";
  private static final byte[] NO_IMAGES = {};

  /** What a record has besides key and value. */
  private static final int HEADERS = 64 * 1024;

  private final RouteSettings settings;
  private final String topic;
  private final StreamProgress progress;
  private final long maxRecordSize;
  private final byte[] streamKey;
  private final @Nullable Filter filter;

  Route(RouteSettings settings, String topic, StreamProgress progress, long maxRecordSize) {
    this.settings = settings;
    this.topic = topic;
    this.progress = progress;
    this.maxRecordSize = maxRecordSize;
    this.streamKey = settings.stream().getBytes(UTF_8);
    this.filter = settings.filter() == null ? null : Filter.compile(settings.filter());
  }

  RouteSettings settings() {
    return settings;
  }

  String topic() {
    return topic;
  }

  StreamProgress progress() {
    return progress;
  }

  /** The change as this stream's event; null if it is not for it. */
  @Nullable Event eventOf(Change change) {
    if (!settings.operations().contains(change.facts().op())) {
      return null;
    }
    Event event = new Event(keyOf(change), change.json(), change.facts());
    Fault fault = null;
    try {
      if (!passes(change)) {
        return null;
      }
    } catch (FilterFailed e) {
      fault = fault(change, e.getMessage());
    }
    if (!change.unavailable().isEmpty()) {
      fault = fault(change, unavailable(change));
    }
    return fitting(fault == null ? event : event.withFault(fault));
  }

  /** The event without its images: what is left of one that is too large to travel. */
  Event withoutImages(Event event) {
    String words =
        "the change at "
            + event.facts().position()
            + " of "
            + event.facts().table()
            + " has "
            + event.value().length
            + " bytes, which is more than a record may have (fes.max-record-size, "
            + maxRecordSize
            + " bytes); it travels without its images";
    return new Event(event.key(), NO_IMAGES, event.facts(), new Fault(STAGE, words, 1));
  }

  private Event fitting(Event event) {
    return event.value().length + event.key().length > maxRecordSize - HEADERS
        ? withoutImages(event)
        : event;
  }

  private byte[] keyOf(Change change) {
    Struct row = change.row();
    return settings.partitionKeyFields().isEmpty() || row == null
        ? streamKey
        : PartitionKey.of(row, settings.partitionKeyFields());
  }

  private boolean passes(Change change) {
    return filter == null
        || change.unavailable().stream().anyMatch(filter.toString()::contains)
        || filter.matches(change.json());
  }

  private static Fault fault(Change change, @Nullable String words) {
    String place = "the change at " + change.facts().position() + " of " + change.table();
    return new Fault(STAGE, place + ": " + words, 1);
  }

  private static String unavailable(Change change) {
    return "Postgres did not send the unchanged value of column "
        + String.join(", ", change.unavailable())
        + ", which is stored apart (TOAST); to have it sent: ALTER TABLE "
        + change.table().quoted()
        + " REPLICA IDENTITY FULL";
  }
}
