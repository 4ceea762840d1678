package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.stage.Share;
import dev.fes.stage.StreamProgress;
import org.jspecify.annotations.Nullable;

/**
 * One event stream's share of the reader: which changes are its own, and what they look like on its
 * topic.
 */
final class Route {

  private final RouteSettings settings;
  private final String topic;
  private final StreamProgress progress;
  private final Share share;
  private final long maxRecordSize;
  private final byte[] streamKey;
  private final TraceColumn trace;

  Route(RouteSettings settings, String topic, StreamProgress progress, long maxRecordSize) {
    this.settings = settings;
    this.topic = topic;
    this.progress = progress;
    this.share = new Share(settings.operations(), settings.filter(), maxRecordSize);
    this.maxRecordSize = maxRecordSize;
    this.streamKey = settings.stream().getBytes(UTF_8);
    this.trace = new TraceColumn(settings.traceColumn());
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

  /** Bytes; a row has at least one for each of its characters. */
  long maxRecordSize() {
    return maxRecordSize;
  }

  /**
   * The change as this stream's event; null if it is not for it. No filter decides on one that is
   * too large to travel, for it has no record.
   */
  @Nullable Event eventOf(Change change) {
    if (!share.wants(change.facts().op())) {
      return null;
    }
    Event event = new Event(keyOf(change), change.json(), trace.in(change.row(), change.facts()));
    if (change.isTooLarge()) {
      return share.faulty(event, tooLarge(change));
    }
    if (change.unavailable().isEmpty()) {
      return share.filtered(event);
    }
    boolean undecided = change.unavailable().stream().anyMatch(share::filtersBy);
    Event kept = undecided ? event : share.filtered(event);
    return kept == null ? null : share.faulty(kept, unavailable(change));
  }

  /** The event without its images: what is left of one that is too large to travel. */
  Event withoutImages(Event event) {
    return share.withoutImages(event);
  }

  private byte[] keyOf(Change change) {
    Row row = change.row();
    return settings.partitionKeyFields().isEmpty() || row == null
        ? streamKey
        : PartitionKey.of(row, settings.partitionKeyFields());
  }

  private String tooLarge(Change change) {
    return "its row has "
        + change.unwritten()
        + " characters, which is more than a record may have (fes.max-record-size, "
        + maxRecordSize
        + " bytes); it travels without its images";
  }

  private static String unavailable(Change change) {
    return "Postgres did not send the unchanged value of column "
        + String.join(", ", change.unavailable())
        + ", which is stored apart (TOAST); to have it sent: ALTER TABLE "
        + change.table().quoted()
        + " REPLICA IDENTITY FULL";
  }
}
