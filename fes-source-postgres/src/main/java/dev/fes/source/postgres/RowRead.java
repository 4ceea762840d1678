package dev.fes.source.postgres;

import dev.fes.api.Operation;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row's change as it came out of the slot.
 *
 * @param before null where Postgres did not send it
 * @param after null for a row that was deleted
 */
record RowRead(
    TableName table, Operation op, LogPlace place, @Nullable Row before, @Nullable Row after) {

  private static final Map<String, ?> NO_OFFSET = Map.of();
  private static final String TOPIC = "rows";

  /** In the form that passes through the engine; it has no position that could be confirmed. */
  SourceRecord record() {
    return new SourceRecord(NO_OFFSET, NO_OFFSET, TOPIC, null, this);
  }

  /** The row in a record; null if it is a heartbeat, of the engine's or ours. */
  static @Nullable RowRead in(SourceRecord found) {
    if (found.value() instanceof Struct value && value.schema().field("after") != null) {
      throw new IllegalStateException(
          "a row of " + found.topic() + " was made a record by the engine, which nobody reads");
    }
    return found.value() instanceof RowRead row ? row : null;
  }

  /** The image that says whose row it is: the old one's for a row that was deleted. */
  @Nullable Row image() {
    return after == null ? before : after;
  }

  /** About what it takes in memory. */
  int size() {
    return (before == null ? 0 : before.size()) + (after == null ? 0 : after.size());
  }
}
