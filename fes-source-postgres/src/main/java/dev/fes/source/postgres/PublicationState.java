package dev.fes.source.postgres;

import dev.fes.api.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A publication as the server describes it.
 *
 * @param viaRoot whether rows of partitions are published as rows of their partitioned table
 * @param tables the tables under whose names changes are published
 * @param members the tables that were added by name, and a number that is another each time
 */
record PublicationState(
    boolean ours,
    boolean viaRoot,
    Set<Operation> operations,
    Set<TableName> tables,
    Map<TableName, Long> members) {

  static final String MADE_BY = "made by Fabric Event Streams";

  // before version 13 there is no pubviaroot
  private static final String PUBLICATION =
      """
            SELECT obj_description(p.oid, 'pg_publication'), pubinsert, pubupdate, pubdelete,
                   coalesce((to_jsonb(p) ->> 'pubviaroot')::boolean, false)
            FROM pg_publication p WHERE p.pubname = ?""";

  private static final String TABLES =
      "SELECT schemaname, tablename, 0 FROM pg_publication_tables WHERE pubname = ?";

  private static final String MEMBERS =
      """
            SELECT n.nspname, c.relname, r.oid
            FROM pg_publication p
              JOIN pg_publication_rel r ON r.prpubid = p.oid
              JOIN pg_class c ON c.oid = r.prrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ?""";

  /** The publication; null if there is none. */
  static @Nullable PublicationState read(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PUBLICATION)) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next()
            ? new PublicationState(
                MADE_BY.equals(found.getString(1)),
                found.getBoolean(5),
                operations(found),
                tables(connection, TABLES, name).keySet(),
                tables(connection, MEMBERS, name))
            : null;
      }
    }
  }

  private static Set<Operation> operations(ResultSet found) throws SQLException {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    if (found.getBoolean("pubinsert")) {
      operations.add(Operation.INSERT);
    }
    if (found.getBoolean("pubupdate")) {
      operations.add(Operation.UPDATE);
    }
    if (found.getBoolean("pubdelete")) {
      operations.add(Operation.DELETE);
    }
    return operations;
  }

  private static Map<TableName, Long> tables(Connection connection, String sql, String publication)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, publication);
      Map<TableName, Long> tables = new HashMap<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          tables.put(new TableName(found.getString(1), found.getString(2)), found.getLong(3));
        }
      }
      return tables;
    }
  }
}
