package dev.fes.source.dynamodb;

import dev.fes.api.Operation;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A record of one shard as a change: its id a function of stream, shard and sequence number, its
 * JSON written once.
 */
final class ChangeDecoder {

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = {};

  private final String streamArn;
  private final String table;
  private final String shard;

  ChangeDecoder(String streamArn, String table, String shard) {
    this.streamArn = streamArn;
    this.table = table;
    this.shard = shard;
  }

  Change decode(Record found) {
    StreamRecord change = found.dynamodb();
    Facts facts = facts(found, change);
    Map<String, AttributeValue> image =
        change.hasNewImage()
            ? change.newImage()
            : change.hasOldImage() ? change.oldImage() : change.keys();
    try {
      return new Change(facts, change.keys(), image, json(found, change), null);
    } catch (RuntimeException e) {
      return new Change(
          facts, change.keys(), image, NOTHING, "it cannot be written as JSON: " + e.getMessage());
    }
  }

  private Facts facts(Record found, StreamRecord change) {
    String number = change.sequenceNumber();
    return new Facts(
        EventId.of(streamArn, shard, number).toString(),
        shard + ":" + number,
        operation(found),
        table,
        TimeUnit.MILLISECONDS.toMicros(millis(change)),
        null);
  }

  private static Operation operation(Record found) {
    return switch (found.eventName()) {
      case INSERT -> Operation.INSERT;
      case MODIFY -> Operation.UPDATE;
      case REMOVE -> Operation.DELETE;
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException(
              "a record has the event name " + found.eventNameAsString() + ", which is not known");
    };
  }

  static long millis(StreamRecord change) {
    Instant created = change.approximateCreationDateTime();
    return created == null ? 0 : created.toEpochMilli();
  }

  private byte[] json(Record found, StreamRecord change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size(change));
    try (JsonGenerator to = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      to.writeStartObject();
      text("eventID", found.eventID(), to);
      text("eventName", found.eventNameAsString(), to);
      text("eventSourceARN", streamArn, to);
      to.writeNumberProperty("ApproximateCreationDateTime", millis(change));
      image("Keys", change.hasKeys(), change.keys(), to);
      image("NewImage", change.hasNewImage(), change.newImage(), to);
      image("OldImage", change.hasOldImage(), change.oldImage(), to);
      text("SequenceNumber", change.sequenceNumber(), to);
      to.writeNumberProperty("SizeBytes", size(change));
      text("StreamViewType", change.streamViewTypeAsString(), to);
      identity(found.userIdentity(), to);
      to.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Who removed the item, if it was no user: DynamoDB itself, when its time to live was over. */
  private static void identity(@Nullable Identity identity, JsonGenerator to) {
    if (identity != null) {
      to.writeObjectPropertyStart("userIdentity");
      text("type", identity.type(), to);
      text("principalId", identity.principalId(), to);
      to.writeEndObject();
    }
  }

  private static void image(
      String name, boolean present, Map<String, AttributeValue> item, JsonGenerator to) {
    if (present) {
      to.writeName(name);
      ItemJson.write(item, to);
    }
  }

  private static void text(String name, @Nullable String value, JsonGenerator to) {
    if (value != null) {
      to.writeStringProperty(name, value);
    }
  }

  private static int size(StreamRecord change) {
    Long bytes = change.sizeBytes();
    return bytes == null ? 0 : Math.toIntExact(bytes);
  }
}
