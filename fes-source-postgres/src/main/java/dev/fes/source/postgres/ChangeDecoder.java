package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a change of what the engine read: its id, its facts and its record as JSON, {@code
 * {"before", "after", "source", "op", "ts_ms"}}. The same row gives the same bytes however often it
 * is read. For one thread.
 */
final class ChangeDecoder {

  private static final String NEW_KEY_FOLLOWS = "__debezium.newkey";
  private static final String OLD_KEY_BEFORE = "__debezium.oldkey";
  private static final int MOST_PLANS = 1000;

  private final Origin origin;
  private final Ordinals ordinals = new Ordinals();
  private final Map<Schema, TablePlan> plans = new IdentityHashMap<>();
  private final JsonBytes json = new JsonBytes();
  private @Nullable Struct before;

  ChangeDecoder(Origin origin) {
    this.origin = origin;
  }

  /** Whether the record is about a row; others are heartbeats. */
  static boolean isChange(SourceRecord found) {
    return found.value() instanceof Struct envelope && envelope.schema().field("after") != null;
  }

  /** The change in a record; null if there is none in it, or only its first half. */
  @Nullable Change decode(SourceRecord found) {
    if (!isChange(found) || !(found.value() instanceof Struct envelope)) {
      return null;
    }
    // a changed primary key comes as the deletion of the old row and the insertion of the new one
    if (found.headers().lastWithName(NEW_KEY_FOLLOWS) != null) {
      before = envelope.getStruct("before");
      return null;
    }
    if (found.headers().lastWithName(OLD_KEY_BEFORE) != null) {
      return change(
          Operation.UPDATE, before, envelope.getStruct("after"), envelope.getStruct("source"));
    }
    Operation op =
        switch (envelope.getString("op")) {
          case "c" -> Operation.INSERT;
          case "u" -> Operation.UPDATE;
          case "d" -> Operation.DELETE;
          case "r" -> Operation.SNAPSHOT;
          default -> null;
        };
    return op == null
        ? null
        : change(
            op,
            envelope.getStruct("before"),
            envelope.getStruct("after"),
            envelope.getStruct("source"));
  }

  private Change change(
      Operation op, @Nullable Struct before, @Nullable Struct after, Struct source) {
    TableName table = new TableName(source.getString("schema"), source.getString("table"));
    long lsn = source.getInt64("lsn");
    long transaction = source.getInt64("txId");
    long committedAt = source.getInt64("ts_us");
    int ordinal = ordinals.next(table, transaction, lsn);
    String position = new Lsn(lsn).toString();
    String id =
        EventId.of(
                origin.systemIdentifier(),
                origin.database(),
                table.toString(),
                position,
                Integer.toString(ordinal))
            .toString();
    List<String> unavailable = new ArrayList<>(0);
    json.reset().raw("{\"before\":");
    write(before, unavailable);
    json.raw(",\"after\":");
    write(after, unavailable);
    origin.write(json.raw(",\"source\":"), table, transaction, lsn, committedAt);
    json.raw(",\"op\":\"")
        .raw(letter(op))
        .raw("\",\"ts_ms\":")
        .number(Math.floorDiv(committedAt, 1000))
        .raw('}');
    Facts facts = new Facts(id, position, op, table.toString(), committedAt, null);
    return new Change(table, facts, json.toBytes(), after == null ? before : after, unavailable);
  }

  private void write(@Nullable Struct row, List<String> unavailable) {
    if (row == null) {
      json.raw("null");
    } else {
      planOf(row.schema()).write(row, json, unavailable);
    }
  }

  private TablePlan planOf(Schema schema) {
    if (plans.size() > MOST_PLANS) {
      plans.clear();
    }
    return plans.computeIfAbsent(schema, TablePlan::new);
  }

  private static char letter(Operation op) {
    return switch (op) {
      case INSERT -> 'c';
      case UPDATE -> 'u';
      case DELETE -> 'd';
      case SNAPSHOT -> 'r';
    };
  }
}
