package dev.fes.source.postgres;

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
 * Whether the columns that a stream keeps order for are there: without them all its events have one
 * key, in order as ever, but not side by side.
 */
final class KeyColumns {

  private static final String ABSENT =
      """
            SELECT wanted FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
              unnest(?::text[]) WITH ORDINALITY AS key(wanted, position)
            WHERE n.nspname = ? AND c.relname = ? AND NOT EXISTS (
              SELECT 1 FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attname::text = wanted AND a.attnum > 0 AND NOT a.attisdropped)
            ORDER BY position""";

  private KeyColumns() {}

  /** What the route is to be warned of; null if all are there, or the table is not. */
  static @Nullable Failure warning(Connection connection, RouteSettings route, Database database)
      throws SQLException {
    if (route.partitionKeyFields().isEmpty()) {
      return null;
    }
    List<String> absent = absent(connection, route);
    return absent.isEmpty()
        ? null
        : Failure.misconfigured(
            "partition-key-missing",
            "table "
                + route.tableName()
                + " of "
                + database
                + " has no column "
                + String.join(", ", absent)
                + ", for which order is kept: it is null in every key. Name columns in"
                + " partitionKeyFields; what is inside of one can be a key behind a flow only");
  }

  private static List<String> absent(Connection connection, RouteSettings route)
      throws SQLException {
    Array wanted =
        connection.createArrayOf(
            "text",
            route.partitionKeyFields().stream().map(PartitionKey::column).toArray(String[]::new));
    try (PreparedStatement query = connection.prepareStatement(ABSENT)) {
      query.setArray(1, wanted);
      query.setString(2, route.schema());
      query.setString(3, route.table());
      List<String> absent = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          absent.add(found.getString(1));
        }
      }
      return absent;
    } finally {
      wanted.free();
    }
  }
}
