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
    List<String> unavailable = new ArrayList<>(0);
    byte[] record = record(row, unavailable);
    return new Change(row.table(), facts(row), record, row.image(), unavailable);
  }

  /**
   * A row that is larger than a record may be: nothing is written of it, for that would take the
   * memory that the row has left.
   */
  Change tooLarge(RowRead row) {
    return Change.tooLarge(row.table(), facts(row), row.image(), row.size());
  }

  private byte[] record(RowRead row, List<String> unavailable) {
    json.reset().raw("{\"before\":");
    write(row.before(), unavailable);
    json.raw(",\"after\":");
    write(row.after(), unavailable);
    origin.write(json.raw(",\"source\":"), row.table(), row.place());
    json.raw(",\"op\":\"")
        .raw(letter(row.op()))
        .raw("\",\"ts_ms\":")
        .number(Math.floorDiv(row.place().committedAt(), 1000))
        .raw('}');
    return json.toBytes();
  }

  private Facts facts(RowRead row) {
    LogPlace place = row.place();
    String table = row.table().toString();
    String position = place.position();
    int ordinal = ordinals.next(row.table(), place.transaction(), place.lsn());
    String id =
        EventId.of(
                origin.systemIdentifier(),
                origin.database(),
                table,
                position,
                Integer.toString(ordinal))
            .toString();
    return new Facts(id, position, row.op(), table, place.committedAt(), null);
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
