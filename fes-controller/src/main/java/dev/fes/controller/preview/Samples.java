package dev.fes.controller.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.Source;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes changes of what a person gives: change records as they are, and rows or items alone as
 * inserts of them.
 */
public record Samples(Target target) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * A change for each record.
   *
   * @throws Target.Unfit naming the record that is none
   */
  public List<Event> read(JsonNode records) {
    List<Event> changes = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      JsonNode record = records.get(i);
      if (!(record instanceof ObjectNode object)) {
        throw new Target.Unfit(
            "records[" + i + "]: is no object: give a change record, or a row by its columns");
      }
      changes.add(
          switch (target.stream().source()) {
            case Source.PostgresLogicalReplication postgres -> row(object, postgres, i);
            case Source.DynamoDbStreamsSubscription dynamo -> item(object, dynamo, i);
          });
    }
    return changes;
  }

  private Event row(ObjectNode record, Source.PostgresLogicalReplication source, int place) {
    String table = source.schema() + "." + source.table().name();
    boolean isChange = record.has("op") && (record.has("after") || record.has("before"));
    ObjectNode change = isChange ? record : insertOf(record, source);
    Operation operation =
        switch (change.path("op").asString("")) {
          case "c" -> Operation.INSERT;
          case "u" -> Operation.UPDATE;
          case "d" -> Operation.DELETE;
          case "r" -> Operation.SNAPSHOT;
          default ->
              throw new Target.Unfit(
                  "records[" + place + "].op: is none of c, u, d and r: write one of them");
        };
    return event(change, operation, table, change.path("source").path("lsn").asString(""), place);
  }

  private static ObjectNode insertOf(ObjectNode row, Source.PostgresLogicalReplication source) {
    long now = Instant.now().toEpochMilli();
    ObjectNode change = JSON.createObjectNode();
    change.putNull("before");
    change.set("after", row);
    change
        .putObject("source")
        .put("schema", source.schema())
        .put("table", source.table().name())
        .put("lsn", 0)
        .put("txId", 0)
        .put("ts_ms", now);
    return change.put("op", "c").put("ts_ms", now);
  }

  private Event item(ObjectNode record, Source.DynamoDbStreamsSubscription source, int place) {
    boolean isChange = record.has("eventName");
    ObjectNode change = isChange ? record : JSON.createObjectNode().put("eventName", "INSERT");
    if (!isChange) {
      change.set("NewImage", record);
      change.putObject("Keys");
    }
    Operation operation =
        switch (change.path("eventName").asString("")) {
          case "INSERT" -> Operation.INSERT;
          case "MODIFY" -> Operation.UPDATE;
          case "REMOVE" -> Operation.DELETE;
          default ->
              throw new Target.Unfit(
                  "records["
                      + place
                      + "].eventName: is none of INSERT, MODIFY and REMOVE: write one of them");
        };
    String position = change.path("SequenceNumber").asString("");
    return event(change, operation, source.subscription().tableName(), position, place);
  }

  /** The key of a given record is the source's to make; it is known only while all is in order. */
  private Event event(
      ObjectNode change, Operation operation, String table, String position, int place) {
    long millis = change.path("ts_ms").asLong(Instant.now().toEpochMilli());
    Facts facts =
        new Facts(
            EventId.of("preview", target.name(), Integer.toString(place)).toString(),
            position,
            operation,
            table,
            TimeUnit.MILLISECONDS.toMicros(millis),
            null);
    byte[] key = isInOrder() ? target.name().getBytes(UTF_8) : new byte[0];
    return new Event(key, JSON.writeValueAsBytes(change), facts);
  }

  private boolean isInOrder() {
    return switch (target.stream().source()) {
      case Source.PostgresLogicalReplication _ ->
          target.flow().isPresent() || target.stream().sink().partitionKeyFields().isEmpty();
      case Source.DynamoDbStreamsSubscription _ -> false;
    };
  }
}
