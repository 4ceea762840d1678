package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a change of a row that was read from its table: its record is that of an insert, but for
 * {@code "op": "r"}. Within one backfill a row has the same id however often it is read, though it
 * may have changed meanwhile. For one thread.
 */
final class BackfillRows {

  private final Origin origin;
  private final Route route;
  private final String backfill;
  private final BackfillTable table;
  private final TablePlan plan;
  private final JsonBytes json = new JsonBytes();

  BackfillRows(Origin origin, Route route, String backfill, BackfillTable table) {
    this.origin = origin;
    this.route = route;
    this.backfill = backfill;
    this.table = table;
    this.plan = table.plan();
  }

  /** When and where in the log a row was read. */
  record Reading(Lsn position, long atMicros) {}

  /** The row as the route's event; null if its filter does not keep it. */
  BackfillChunk.@Nullable Row read(List<@Nullable String> values, Reading reading) {
    Row image = Row.of(plan, values);
    RowKey key = RowKey.of(image, table.keyColumns());
    if (key == null) {
      throw new IllegalStateException("a row of " + table.name() + " has no key");
    }
    Facts facts =
        new Facts(
            id(key),
            reading.position().toString(),
            Operation.SNAPSHOT,
            table.name().toString(),
            reading.atMicros(),
            null);
    Change change =
        image.size() > route.maxRecordSize()
            ? Change.tooLarge(table.name(), facts, image, image.size())
            : new Change(table.name(), facts, json(image, reading), image, List.of());
    Event event = route.eventOf(change);
    return event == null ? null : new BackfillChunk.Row(key, event);
  }

  private byte[] json(Row image, Reading reading) {
    json.reset().raw("{\"before\":null,\"after\":");
    plan.write(image, json, new ArrayList<>(0));
    origin.writeRead(
        json.raw(",\"source\":"), table.name(), reading.position(), reading.atMicros());
    json.raw(",\"op\":\"r\",\"ts_ms\":").number(Math.floorDiv(reading.atMicros(), 1000)).raw('}');
    return json.toBytes();
  }

  private String id(RowKey key) {
    List<String> parts = new ArrayList<>();
    parts.add(origin.systemIdentifier());
    parts.add(origin.database());
    parts.add(table.name().toString());
    parts.add(backfill);
    parts.addAll(key.values());
    return EventId.of(parts.toArray(String[]::new)).toString();
  }
}
