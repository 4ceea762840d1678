package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server's catalog says of tables. */
final class Tables {

  private static final String IDENTITY =
      """
            SELECT c.relreplident = 'f'
                OR c.relreplident = 'i'
                OR c.relreplident = 'd'
                    AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')""";

  private static final String PARTITIONED =
      """
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'p'""";

  private Tables() {}

  static boolean isPartitioned(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PARTITIONED)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  /**
   * Why the table's changes cannot be published; null if they can. Once updates are published of a
   * table without replica identity, Postgres refuses to do them at all.
   */
  static @Nullable Failure unpublishable(
      Connection connection, TableName table, Set<Operation> operations, Database database)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(IDENTITY)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet found = query.executeQuery()) {
        if (!found.next()) {
          return Failure.misconfigured(
              "table-missing", "table " + table + " does not exist in " + database);
        }
        boolean changesRows =
            operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE);
        return !changesRows || found.getBoolean(1) ? null : keyless(table, database);
      }
    }
  }

  private static Failure keyless(TableName table, Database database) {
    return Failure.misconfigured(
        "no-replica-identity",
        "table "
            + table
            + " of "
            + database
            + " has no primary key: if its updates or deletes were published,"
            + " Postgres would refuse them. Give it a key, or ALTER TABLE "
            + table.quoted()
            + " REPLICA IDENTITY FULL, or let its streams have operations [INSERT] alone");
  }
}
