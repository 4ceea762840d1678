package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the columns that a stream keeps order for are there, and published: without them all its
 * events have one key, in order as ever, but not side by side.
 */
final class KeyColumns {

  // which columns a publication has is told from version 15 on; before it has all but generated
  // ones
  private static final String UNSENT =
      """
            SELECT wanted, a.attname IS NOT NULL
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_publication_tables p
                ON p.schemaname = n.nspname AND p.tablename = c.relname AND p.pubname = ?
              CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS key(wanted, position)
              LEFT JOIN pg_attribute a
                ON a.attrelid = c.oid AND a.attname::text = wanted AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = ? AND c.relname = ? AND (a.attname IS NULL OR NOT CASE
              WHEN to_jsonb(p) -> 'attnames' IS NULL THEN coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''
              ELSE to_jsonb(p) -> 'attnames' @> to_jsonb(wanted) END)
            ORDER BY position""";

  private KeyColumns() {}

  /** A column that no change has. */
  private record Unsent(String column, boolean exists) {}

  /** What the route is to be warned of; null if all are sent, or the table is not there. */
  static @Nullable Failure warning(
      Connection connection, RouteSettings route, String publication, Database database)
      throws SQLException {
    if (route.partitionKeyFields().isEmpty()) {
      return null;
    }
    List<Unsent> unsent = unsent(connection, route, publication);
    String absent = names(unsent, false);
    String unpublished = names(unsent, true);
    String table = "table " + route.tableName() + " of " + database;
    if (!absent.isEmpty()) {
      return missing(table + " has no column " + absent, "");
    }
    return unpublished.isEmpty()
        ? null
        : missing(
            "publication " + publication + " leaves out column " + unpublished + " of " + table,
            "Add it to the publication's column list, or, if it is generated (stored, Postgres 18):"
                + " ALTER PUBLICATION "
                + TableName.quote(publication)
                + " SET (publish_generated_columns = stored). Or: ");
  }

  private static Failure missing(String what, String mend) {
    return Failure.misconfigured(
        "partition-key-missing",
        what
            + ", for which order is kept: it is null in every key. "
            + mend
            + "Name columns in partitionKeyFields; what is inside of one can be a key behind a flow"
            + " only");
  }

  private static String names(List<Unsent> unsent, boolean existing) {
    return unsent.stream()
        .filter(column -> column.exists() == existing)
        .map(Unsent::column)
        .collect(Collectors.joining(", "));
  }

  private static List<Unsent> unsent(Connection connection, RouteSettings route, String publication)
      throws SQLException {
    Array wanted =
        connection.createArrayOf(
            "text",
            route.partitionKeyFields().stream().map(PartitionKey::column).toArray(String[]::new));
    try (PreparedStatement query = connection.prepareStatement(UNSENT)) {
      query.setString(1, publication);
      query.setArray(2, wanted);
      query.setString(3, route.schema());
      query.setString(4, route.table());
      List<Unsent> unsent = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          unsent.add(new Unsent(found.getString(1), found.getBoolean(2)));
        }
      }
      return unsent;
    } finally {
      wanted.free();
    }
  }
}
