package dev.fes.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A replication slot as the server describes it; what older servers do not tell is null.
 *
 * @param retainedBytes the log that the server keeps for it: since the oldest transaction that may
 *     have to be read again, which may be long before what is confirmed; none where it can serve
 *     the slot no more
 * @param sent how far the server has come in the log for whoever reads the slot; null where the
 *     role may not read statistics
 */
record SlotState(JsonNode facts, long retainedBytes, @Nullable Lsn sent) {

  private static final JsonMapper MAPPER = new JsonMapper();
  // as JSON, because each version of Postgres has other columns
  private static final String QUERY =
      """
            SELECT to_jsonb(s)::text,
                   CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END
                       - s.restart_lsn,
                   (SELECT r.sent_lsn::text FROM pg_stat_replication r WHERE r.pid = s.active_pid)
            FROM pg_replication_slots s WHERE s.slot_name = ?""";

  /** The slot; null if there is none. */
  static @Nullable SlotState read(Connection connection, String slot) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, slot);
      try (ResultSet found = query.executeQuery()) {
        if (!found.next()) {
          return null;
        }
        JsonNode facts = MAPPER.readTree(found.getString(1));
        long retained = invalidation(facts) == null ? found.getLong(2) : 0;
        return new SlotState(facts, retained, lsn(found.getString(3)));
      }
    }
  }

  @Nullable String database() {
    return text("database");
  }

  @Nullable String plugin() {
    return text("plugin");
  }

  /** Whether it gives transactions when they are prepared, and says later what became of them. */
  boolean isTwoPhase() {
    return facts.path("two_phase").asBoolean(false);
  }

  @Nullable Lsn confirmed() {
    return lsn(text("confirmed_flush_lsn"));
  }

  /** The process that reads the slot; 0 if none does. */
  int activePid() {
    return facts.path("active_pid").asInt(0);
  }

  /** Why the server can serve the slot no more; null if it can. */
  @Nullable String invalidation() {
    return invalidation(facts);
  }

  private static @Nullable String invalidation(JsonNode facts) {
    String reason = text(facts, "invalidation_reason");
    if (reason != null) {
      return reason;
    }
    return "lost".equals(text(facts, "wal_status")) ? "wal_removed" : null;
  }

  private static @Nullable Lsn lsn(@Nullable String position) {
    return position == null ? null : Lsn.parse(position);
  }

  private @Nullable String text(String name) {
    return text(facts, name);
  }

  private static @Nullable String text(JsonNode facts, String name) {
    JsonNode value = facts.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }
}
