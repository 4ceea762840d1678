package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a change of what the engine read: its id, its facts and its record as JSON, {@code
 * {"before", "after", "source", "op", "ts_ms"}}. The same row gives the same bytes however often it
 * is read. For one thread.
 */
final class ChangeDecoder {

  private final Origin origin;
  private final Ordinals ordinals = new Ordinals();
  private final JsonBytes json = new JsonBytes();

  ChangeDecoder(Origin origin) {
    this.origin = origin;
  }

  Change decode(RowRead row) {
    TableName table = row.table();
    long lsn = row.lsn();
    int ordinal = ordinals.next(table, row.transaction(), lsn);
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
    write(row.before(), unavailable);
    json.raw(",\"after\":");
    write(row.after(), unavailable);
    origin.write(json.raw(",\"source\":"), table, row.transaction(), lsn, row.committedAt());
    json.raw(",\"op\":\"")
        .raw(letter(row.op()))
        .raw("\",\"ts_ms\":")
        .number(Math.floorDiv(row.committedAt(), 1000))
        .raw('}');
    Facts facts = new Facts(id, position, row.op(), table.toString(), row.committedAt(), null);
    return new Change(table, facts, json.toBytes(), row.image(), unavailable);
  }

  private void write(@Nullable Row row, List<String> unavailable) {
    if (row == null) {
      json.raw("null");
    } else {
      row.plan().write(row, json, unavailable);
    }
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
