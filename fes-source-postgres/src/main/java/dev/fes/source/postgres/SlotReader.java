package dev.fes.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A process of the server that reads a slot for somebody.
 *
 * @param isForeign whether it cannot be one that FES left behind: it is another role's, or began to
 *     read after this connection, when FES's own had ended
 */
record SlotReader(boolean isForeign, String words) {

  private static final String WORDS =
      """
            'pid ' || a.pid || ', application ' || coalesce(nullif(a.application_name, ''), 'unnamed')
                || ', role ' || coalesce(a.usename, 'unknown') || ', from ' || coalesce(host(a.client_addr), 'local')
            """;

  private static final String OF_SLOT =
      "SELECT coalesce(a.usename <> current_user OR a.backend_start > own.backend_start, false), "
          + WORDS
          + """
            FROM pg_replication_slots s
              JOIN pg_stat_activity a ON a.pid = s.active_pid
              JOIN pg_stat_activity own ON own.pid = pg_backend_pid()
            WHERE s.slot_name = ?""";

  // the command is shown of our own role's processes, and to roles that may read statistics
  private static final String BY_PUBLICATION =
      "SELECT "
          + WORDS
          + """
            FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
              AND a.query ~* '^START_REPLICATION'
              AND (position(quote_literal(?) IN substring(a.query FROM 'publication_names.*')) > 0
                OR position(? IN substring(a.query FROM 'publication_names.*')) > 0)""";

  /** Who reads the slot; null if nobody does. */
  static @Nullable SlotReader of(Connection connection, String slot) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OF_SLOT)) {
      query.setString(1, slot);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? new SlotReader(found.getBoolean(1), found.getString(2)) : null;
      }
    }
  }

  /** Who reads by the publication at this moment; null if nobody is seen to. */
  static @Nullable String readingBy(Connection connection, String publication) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BY_PUBLICATION)) {
      query.setString(1, publication);
      query.setString(2, EngineSettings.inList(publication));
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? found.getString(1) : null;
      }
    }
  }
}
