package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a deleted row comes with the columns that its stream keeps order for: Postgres sends no
 * more of it than the replica identity, and the rest of its ordering key is null.
 */
final class KeyOfDeletes {

  // of a partitioned table, what counts is each partition; the columns that an index only includes
  // are not of the identity
  private static final String UNSENT =
      """
            WITH RECURSIVE tree AS (
              SELECT c.oid, c.relkind, c.relreplident, 0 AS depth
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
              UNION ALL
              SELECT c.oid, c.relkind, c.relreplident, t.depth + 1
              FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid JOIN pg_class c ON c.oid = i.inhrelid
              WHERE t.relkind = 'p')
            SELECT f.attname
            FROM tree JOIN pg_attribute f ON f.attrelid = tree.oid AND f.attnum > 0
            WHERE depth = 0 AND f.attname::text = ANY (?) AND EXISTS (
              SELECT 1 FROM tree part
              WHERE part.relkind = 'r' AND part.relreplident <> 'f' AND NOT EXISTS (
                SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
                WHERE i.indrelid = part.oid AND a.attname = f.attname
                  AND array_position(i.indkey::int2[], a.attnum) < i.indnkeyatts
                  AND CASE part.relreplident WHEN 'd' THEN i.indisprimary
                                             WHEN 'i' THEN i.indisreplident
                                             ELSE false END))
            ORDER BY f.attnum""";

  private KeyOfDeletes() {}

  /** What the route is to be warned of; null if its deletes have their key. */
  static @Nullable Failure warning(Connection connection, RouteSettings route, Database database)
      throws SQLException {
    if (route.partitionKeyFields().isEmpty() || !route.operations().contains(Operation.DELETE)) {
      return null;
    }
    List<String> unsent = unsent(connection, route);
    return unsent.isEmpty()
        ? null
        : Failure.misconfigured(
            "partition-key-not-sent",
            "deletes of table "
                + route.tableName()
                + " of "
                + database
                + " come without "
                + String.join(", ", unsent)
                + ", for which order is kept: a delete has another key than the changes of its row"
                + " and may overtake them. To have it sent: ALTER TABLE "
                + route.tableName().quoted()
                + " REPLICA IDENTITY FULL, and likewise of each partition");
  }

  private static List<String> unsent(Connection connection, RouteSettings route)
      throws SQLException {
    String[] columns =
        route.partitionKeyFields().stream().map(PartitionKey::column).toArray(String[]::new);
    Array wanted = connection.createArrayOf("text", columns);
    try (PreparedStatement query = connection.prepareStatement(UNSENT)) {
      query.setString(1, route.schema());
      query.setString(2, route.table());
      query.setArray(3, wanted);
      List<String> unsent = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          unsent.add(found.getString(1));
        }
      }
      return unsent;
    } finally {
      wanted.free();
    }
  }
}
