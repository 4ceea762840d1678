package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a query of the stream's table finds rows that its stream never has: those of tables that
 * inherit from it, which Postgres publishes under their own names.
 */
final class ChildTables {

  private ChildTables() {}

  /** What the route is to be warned of; null if each of these tables has a stream of its own. */
  static @Nullable Failure warning(
      Connection connection, RouteSettings route, Routes routes, Database database)
      throws SQLException {
    List<TableName> unread =
        Tables.children(connection, route.tableName()).stream()
            .filter(child -> routes.of(child).isEmpty())
            .toList();
    return unread.isEmpty()
        ? null
        : Failure.misconfigured(
            "children-not-published",
            "the stream of table "
                + route.tableName()
                + " of "
                + database
                + " has no rows of the tables that inherit from it ("
                + unread.stream().map(TableName::toString).collect(Collectors.joining(", "))
                + "), for Postgres publishes these under their own names: give each a stream on"
                + " this slot, or make them partitions");
  }
}
