package dev.fes.source.postgres;

import static dev.fes.source.postgres.TableName.quote;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The publication that names the tables: made where that is allowed, and otherwise said what it
 * lacks.
 */
final class Publication {

  private static final String MADE_BY = "made by Fabric Event Streams";

  private final String name;
  private final Database database;
  private final boolean mayCreate;
  private final Routes routes;

  Publication(String name, Database database, boolean mayCreate, Routes routes) {
    this.name = name;
    this.database = database;
    this.mayCreate = mayCreate;
    this.routes = routes;
  }

  /**
   * The publication exists, and has what it may be given; throws {@link StageFailure} if it is
   * missing.
   */
  void prepare(Connection connection) throws SQLException {
    Found found = find(connection);
    if (found == null && !mayCreate) {
      throw new StageFailure(
          Failure.misconfigured(
              "publication-missing",
              "publication "
                  + name
                  + " is missing in "
                  + database
                  + "; make it: "
                  + creation(routes.byTable().keySet())));
    }
    if (found == null) {
      create(connection);
    } else {
      complete(connection, found);
    }
  }

  /** Adds what the routes lack, if the publication is our own. */
  void complete(Connection connection) throws SQLException {
    Found found = find(connection);
    if (found != null) {
      complete(connection, found);
    }
  }

  /** What each route lacks, if anything: its stream waits for it, the others go on. */
  Map<Route, Failure> faults(Connection connection) throws SQLException {
    Map<Route, Failure> faults = new HashMap<>();
    Found found = find(connection);
    for (Route route : routes.all()) {
      Failure fault =
          found == null
              ? Failure.misconfigured(
                  "publication-missing", "publication " + name + " is missing in " + database)
              : faultOf(connection, route, found);
      if (fault != null) {
        faults.put(route, fault);
      }
    }
    return faults;
  }

  private @Nullable Failure faultOf(Connection connection, Route route, Found found)
      throws SQLException {
    TableName table = route.settings().tableName();
    if (!found.tables().contains(table)) {
      Failure obstacle = Tables.unpublishable(connection, table, found.operations(), database);
      return obstacle != null
          ? obstacle
          : Failure.misconfigured(
              "table-not-published",
              "table "
                  + table
                  + " is not in publication "
                  + name
                  + " of "
                  + database
                  + "; add it: ALTER PUBLICATION "
                  + quote(name)
                  + " ADD TABLE "
                  + table.quoted());
    }
    Set<Operation> missing = EnumSet.noneOf(Operation.class);
    missing.addAll(route.settings().operations());
    missing.remove(Operation.SNAPSHOT);
    missing.removeAll(found.operations());
    return missing.isEmpty()
        ? null
        : Failure.misconfigured(
            "operation-not-published",
            "publication "
                + name
                + " of "
                + database
                + " does not publish "
                + words(missing)
                + "; add it: "
                + publishing(with(found.operations(), missing)));
  }

  private void create(Connection connection) throws SQLException {
    List<TableName> tables = new ArrayList<>();
    Failure last = null;
    for (TableName table : routes.byTable().keySet()) {
      Failure failure = Tables.unpublishable(connection, table, wanted(), database);
      if (failure == null) {
        tables.add(table);
      } else {
        last = failure;
      }
    }
    if (last != null && tables.isEmpty()) {
      throw new StageFailure(last);
    }
    execute(connection, creation(tables));
    execute(connection, "COMMENT ON PUBLICATION " + quote(name) + " IS '" + MADE_BY + "'");
  }

  private void complete(Connection connection, Found found) throws SQLException {
    if (!mayCreate || !found.ours()) {
      return;
    }
    Set<Operation> operations = with(found.operations(), wanted());
    for (TableName table : routes.byTable().keySet()) {
      if (!found.tables().contains(table)
          && Tables.unpublishable(connection, table, operations, database) == null) {
        execute(connection, "ALTER PUBLICATION " + quote(name) + " ADD TABLE " + table.quoted());
      }
    }
    if (!operations.equals(found.operations())
        && allPublishable(connection, found.tables(), operations)) {
      execute(connection, publishing(operations));
    }
  }

  private boolean allPublishable(
      Connection connection, Set<TableName> tables, Set<Operation> operations) throws SQLException {
    for (TableName table : tables) {
      if (Tables.unpublishable(connection, table, operations, database) != null) {
        return false;
      }
    }
    return true;
  }

  private String publishing(Set<Operation> operations) {
    return "ALTER PUBLICATION " + quote(name) + " SET (publish = '" + words(operations) + "')";
  }

  private String creation(Collection<TableName> tables) {
    String list = tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    return "CREATE PUBLICATION "
        + quote(name)
        + " FOR TABLE "
        + list
        + " WITH (publish = '"
        + words(wanted())
        + "')";
  }

  private Set<Operation> wanted() {
    Set<Operation> wanted = EnumSet.noneOf(Operation.class);
    routes.all().forEach(route -> wanted.addAll(route.settings().operations()));
    wanted.remove(Operation.SNAPSHOT);
    return wanted.isEmpty() ? EnumSet.of(Operation.INSERT) : wanted;
  }

  private static Set<Operation> with(Set<Operation> some, Set<Operation> others) {
    Set<Operation> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  private static String words(Set<Operation> operations) {
    return operations.stream()
        .map(operation -> operation.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** A publication as it is. */
  private record Found(boolean ours, Set<Operation> operations, Set<TableName> tables) {}

  private @Nullable Found find(Connection connection) throws SQLException {
    String query =
        "SELECT obj_description(oid, 'pg_publication'), pubinsert, pubupdate, pubdelete"
            + " FROM pg_publication WHERE pubname = ?";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next()
            ? new Found(
                MADE_BY.equals(found.getString(1)),
                operations(found),
                Tables.published(connection, name))
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

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
