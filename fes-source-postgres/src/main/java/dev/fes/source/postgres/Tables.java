package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server's catalog says of tables. */
final class Tables {

  // of a partitioned table, what counts is each partition; the last row is the table itself
  private static final String IDENTITIES =
      """
            WITH RECURSIVE tree AS (
              SELECT c.oid, c.relkind, 0 AS depth
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
              UNION ALL
              SELECT c.oid, c.relkind, t.depth + 1
              FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid JOIN pg_class c ON c.oid = i.inhrelid
              WHERE t.relkind = 'p')
            SELECT n.nspname, c.relname,
                   c.relreplident = 'f' OR EXISTS (
                     SELECT 1 FROM pg_index i
                     WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                       AND CASE c.relreplident WHEN 'd' THEN i.indisprimary
                                               WHEN 'i' THEN i.indisreplident
                                               ELSE false END)
            FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE depth = 0 OR c.relkind = 'r'
            ORDER BY depth DESC, c.relname""";

  private static final String PARTITIONED =
      """
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'p'""";

  // partitions are none: their rows are those of the partitioned table
  private static final String CHILDREN =
      """
            WITH RECURSIVE tree AS (
              SELECT c.oid, 0 AS depth
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r'
              UNION ALL
              SELECT i.inhrelid, t.depth + 1 FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)
            SELECT DISTINCT n.nspname, c.relname
            FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE depth > 0 AND c.relkind = 'r'
            ORDER BY n.nspname, c.relname""";

  private static final String KIND =
      """
            SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind NOT IN ('r', 'p')""";

  private Tables() {}

  /** Whether updates or deletes are published: for the table's own streams, or for others. */
  record Updates(boolean own, boolean ofOthers) {

    static Updates of(Set<Operation> own, Set<Operation> ofOthers) {
      return new Updates(hasAny(own), hasAny(ofOthers));
    }

    boolean any() {
      return own || ofOthers;
    }

    private static boolean hasAny(Set<Operation> operations) {
      return operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE);
    }
  }

  static boolean isPartitioned(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement query = about(connection, PARTITIONED, table);
        ResultSet found = query.executeQuery()) {
      return found.next();
    }
  }

  /**
   * Why the table's changes cannot be published; null if they can. Once updates are published of a
   * table without replica identity, Postgres refuses to do them at all.
   */
  static @Nullable Failure unpublishable(
      Connection connection, TableName table, Updates updates, Database database)
      throws SQLException {
    try (PreparedStatement query = about(connection, IDENTITIES, table);
        ResultSet found = query.executeQuery()) {
      if (!found.next()) {
        return missing(connection, table, database);
      }
      if (!updates.any()) {
        return null;
      }
      do {
        TableName part = new TableName(found.getString(1), found.getString(2));
        boolean counts = !part.equals(table) || found.isFirst();
        if (counts && !found.getBoolean(3)) {
          return keyless(table, part, updates, database);
        }
      } while (found.next());
      return null;
    }
  }

  /** There is no such table, though something else may have the name. */
  static Failure missing(Connection connection, TableName table, Database database)
      throws SQLException {
    String kind = kind(connection, table);
    return Failure.misconfigured(
        "table-missing",
        kind == null
            ? "table " + table + " does not exist in " + database
            : table
                + " of "
                + database
                + " is "
                + kind
                + " and no table, and the log has rows of tables alone: name the table that its"
                + " rows are written to");
  }

  private static @Nullable String kind(Connection connection, TableName name) throws SQLException {
    try (PreparedStatement query = about(connection, KIND, name);
        ResultSet found = query.executeQuery()) {
      return found.next()
          ? switch (found.getString(1)) {
            case "v" -> "a view";
            case "m" -> "a materialized view";
            case "f" -> "a foreign table";
            case "S" -> "a sequence";
            case "c" -> "a composite type";
            default -> "an index";
          }
          : null;
    }
  }

  /** The tables that inherit from it, and from these. */
  static List<TableName> children(Connection connection, TableName table) throws SQLException {
    List<TableName> children = new ArrayList<>();
    try (PreparedStatement query = about(connection, CHILDREN, table);
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        children.add(new TableName(found.getString(1), found.getString(2)));
      }
    }
    return children;
  }

  /** A publication has the same operations for all of its tables. */
  private static Failure keyless(
      TableName table, TableName part, Updates updates, Database database) {
    return Failure.misconfigured(
        "no-replica-identity",
        (part.equals(table) ? "table " : "partition " + part + " of table ")
            + table
            + " of "
            + database
            + (updates.ofOthers()
                ? " has no replica identity, and the publication of its slot has updates or deletes,"
                    + " for other streams or since it was made: Postgres would refuse those of"
                    + " this table too"
                : " has no replica identity: once its updates or deletes are published, Postgres"
                    + " refuses them")
            + ". Give it a primary key that is not deferrable, or ALTER TABLE "
            + part.quoted()
            + " REPLICA IDENTITY FULL, or let its streams have "
            + (updates.ofOthers() ? "a slot and a publication of their own and " : "")
            + "operations [INSERT] alone");
  }

  private static PreparedStatement about(Connection connection, String sql, TableName table)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, table.schema());
    query.setString(2, table.table());
    return query;
  }
}
