package dev.fes.flow.nakadi;

import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.Metadata;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of {@code nakadi_events.event_log}, the outbox of
 * nakadi-producer-spring-boot-starter; of its columns only {@code event_body_data} is there in
 * every version.
 */
final class ProducerLogReader {

  private static final String BODY = "event_body_data";
  private static final Set<String> FACTS =
      Set.of("id", "eid", "event_type", "flow_id", "created", "compaction_key");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final PayloadReader payloads;

  ProducerLogReader(PayloadReader payloads) {
    this.payloads = payloads;
  }

  LogRow read(Event change) {
    return Row.read(change, this::read);
  }

  private LogRow read(Row row) {
    Payload body = null;
    Map<String, String> facts = new HashMap<>();
    while (row.next()) {
      if (row.column().equals(BODY)) {
        body = row.object("table", payloads::read);
      } else if (FACTS.contains(row.column()) && !row.isNull()) {
        facts.put(row.column(), row.text("table"));
      }
    }
    return new LogRow(row.found(body, BODY), facts);
  }

  /** One row; what it says of its event by column. */
  record LogRow(Payload body, Map<String, String> columns) {

    /** As the library itself makes it, and the event type, so that no event gets into another's. */
    Metadata metadata(Facts change) {
      String eid = eid();
      String created = columns.getOrDefault("created", Metadata.committedAt(change));
      Metadata own = eid == null ? Metadata.of(change, created) : Metadata.of(eid, created);
      return own.text("event_type", columns.get("event_type"))
          .text("flow_id", columns.get("flow_id"))
          .text("partition_compaction_key", columns.get("compaction_key"));
    }

    /** The library makes a UUID of the row's number where it has stored none. */
    private @Nullable String eid() {
      String id = columns.getOrDefault("id", "");
      return columns.containsKey("eid") || !NUMBER.matcher(id).matches()
          ? columns.get("eid")
          : new UUID(0, Long.parseLong(id)).toString();
    }
  }
}
