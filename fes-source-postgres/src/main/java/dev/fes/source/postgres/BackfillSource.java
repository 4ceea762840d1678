package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database as backfills see it: connections, what it must allow, and what its refusals mean.
 */
final class BackfillSource {

  private static final String NOT_ALLOWED = "42501";
  private static final Set<String> NOT_THERE = Set.of("42P01", "3F000");

  private final Database database;
  private final String publication;

  BackfillSource(Database database, String publication) {
    this.database = database;
    this.publication = publication;
  }

  Connection connect() throws SQLException {
    Connection connection = database.connect();
    try {
      ChunkReader.prepare(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  BackfillCatalog catalog(Connection connection, TableName table) {
    return new BackfillCatalog(connection, table, publication, database);
  }

  /** Why the route's table cannot be backfilled as things are; null if it can. */
  @Nullable Failure refusal(Route route) throws SQLException {
    if (!route.settings().operations().contains(Operation.SNAPSHOT)) {
      return Failure.misconfigured(
          "operation-not-wanted",
          "the operations of event stream "
              + route.settings().stream()
              + " leave out SNAPSHOT (S), which backfilled rows are; to mend it: add it to them");
    }
    try (Connection connection = connect()) {
      if (!Heartbeat.isPossible(connection)) {
        return Failure.misconfigured(
            "marks-refused",
            database
                + " does not let the role write marks into the log, without which a backfill cannot"
                + " be ordered with the changes; to mend it: a primary of version 14 or later, and"
                + " GRANT EXECUTE ON FUNCTION pg_logical_emit_message to the role");
      }
      return refusal(connection, route.settings().tableName());
    }
  }

  private @Nullable Failure refusal(Connection connection, TableName table) throws SQLException {
    try {
      BackfillCatalog catalog = catalog(connection, table);
      ChunkReader chunks = new ChunkReader(connection, new ChunkReader.Limit());
      chunks.begin(table, catalog.isPartitioned());
      chunks.lastKey(catalog.describe());
      chunks.commit();
      return null;
    } catch (StageFailure | SQLException e) {
      Failure failure = failureOf(e, table);
      if (failure.kind() == Failure.Kind.TRANSIENT) {
        throw e;
      }
      return failure;
    }
  }

  Failure failureOf(Exception error, TableName table) {
    String state = error instanceof SQLException sql ? sql.getSQLState() : null;
    if (NOT_ALLOWED.equals(state)) {
      return Failure.misconfigured(
          "select-denied",
          database
              + " does not let the role read table "
              + table
              + ": "
              + PostgresFailures.words(error)
              + "; to mend it: "
              + mend(error, table));
    }
    if (NOT_THERE.contains(String.valueOf(state))) {
      return Failure.misconfigured(
          "table-missing", "table " + table + " does not exist in " + database);
    }
    return PostgresFailures.of(error, database);
  }

  private String mend(Exception error, TableName table) {
    String user = database.user();
    String role = user.isEmpty() ? "…" : TableName.quote(user);
    return PostgresFailures.words(error).contains("row-level security")
        ? "ALTER ROLE " + role + " BYPASSRLS, for a policy would hide rows from it"
        : "GRANT USAGE ON SCHEMA "
            + TableName.quote(table.schema())
            + " TO "
            + role
            + "; GRANT SELECT ON "
            + table.quoted()
            + " TO "
            + role;
  }
}
