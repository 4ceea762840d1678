package dev.fes.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Transactions that write to a table at this moment. What has changed a table holds a lock on it
 * until everybody sees its commit, which is later than its commit is in the log, by much where it
 * waits for a synchronous standby.
 */
final class TableWriters {

  private static final String WRITERS =
      """
            SELECT DISTINCT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND granted AND mode = 'RowExclusiveLock'
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation = ANY (?::oid[])
              AND pid IS DISTINCT FROM pg_backend_pid()""";

  private TableWriters() {}

  static Set<String> of(Connection connection, List<Long> relations) throws SQLException {
    Set<String> writers = new TreeSet<>();
    try (PreparedStatement query = connection.prepareStatement(WRITERS)) {
      query.setArray(1, connection.createArrayOf("bigint", relations.toArray()));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          writers.add(found.getString(1));
        }
      }
    }
    return writers;
  }
}
