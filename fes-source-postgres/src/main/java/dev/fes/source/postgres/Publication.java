package dev.fes.source.postgres;

import static dev.fes.source.postgres.TableName.quote;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The publication that names the tables: made where that is allowed, and otherwise said what it
 * lacks.
 */
final class Publication {

  private static final int FIRST_VERSION_WITH_ROOTS = 13;

  /** A publication holds for a row as it was when the row was written. */
  private static final String GONE = "; what is written meanwhile cannot be had later";

  private final String name;
  private final Database database;
  private final boolean mayCreate;
  private final Routes routes;

  /** What the server said when a table was to be added; its own route alone waits for it. */
  private final Map<TableName, String> refusals = new ConcurrentHashMap<>();

  private final Map<TableName, Long> lastMembers = new HashMap<>();

  Publication(String name, Database database, boolean mayCreate, Routes routes) {
    this.name = name;
    this.database = database;
    this.mayCreate = mayCreate;
    this.routes = routes;
  }

  /** Remembers durably, before it returns, that the publication is FES's own. */
  interface Memory {

    void remember(MadePublication made) throws InterruptedException;
  }

  String name() {
    return name;
  }

  /**
   * The publication exists, and has what it may be given; throws {@link StageFailure} if it is
   * missing.
   */
  void prepare(Connection connection, Memory memory) throws SQLException, InterruptedException {
    PublicationState found = PublicationState.read(connection, name);
    if (found == null && !mayCreate) {
      throw new StageFailure(missing(connection, ""));
    }
    if (found == null) {
      memory.remember(
          new MadePublication(Slot.systemIdentifier(connection), database.name(), name));
      create(connection);
    }
    complete(connection);
  }

  /** Adds what the routes lack, if the publication is our own. */
  void complete(Connection connection) throws SQLException {
    PublicationState found = PublicationState.read(connection, name);
    if (found != null && mayCreate && found.ours()) {
      complete(connection, found);
    }
  }

  /** What each route lacks, if anything: its stream waits for it, the others go on. */
  Map<Route, Failure> faults(Connection connection) throws SQLException {
    Map<Route, Failure> faults = new HashMap<>();
    PublicationState found = PublicationState.read(connection, name);
    Set<TableName> returned = found == null ? Set.of() : returned(found);
    for (Route route : routes.all()) {
      Failure fault =
          found == null
              ? Failure.misconfigured(
                  "publication-missing",
                  "publication " + name + " is missing in " + database + GONE)
              : faultOf(connection, route, found, returned);
      if (fault != null) {
        faults.put(route, fault);
      }
    }
    return faults;
  }

  /**
   * What somebody should mend though the route runs: what the server may refuse the table's owner
   * because of it, or what it does not send for it.
   */
  @Nullable Failure warning(Connection connection, Route route) throws SQLException {
    RouteSettings settings = route.settings();
    Failure refused =
        Tables.unpublishable(
            connection,
            settings.tableName(),
            Tables.Updates.of(settings.operations(), Set.of()),
            database);
    if (refused != null) {
      return refused;
    }
    Failure absent = KeyColumns.warning(connection, settings, name, database);
    if (absent != null) {
      return absent;
    }
    Failure unsent = KeyOfDeletes.warning(connection, settings, database);
    return unsent == null ? ChildTables.warning(connection, settings, routes, database) : unsent;
  }

  private @Nullable Failure faultOf(
      Connection connection, Route route, PublicationState found, Set<TableName> returned)
      throws SQLException {
    TableName table = route.settings().tableName();
    if (!found.tables().contains(table)) {
      Failure obstacle = unpublishable(connection, table, found.operations());
      return obstacle != null
          ? Failure.misconfigured(obstacle.reason(), obstacle.message() + GONE)
          : notPublished(
              connection, table, !found.viaRoot() && Tables.isPartitioned(connection, table));
    }
    Set<Operation> missing = EnumSet.noneOf(Operation.class);
    missing.addAll(route.settings().operations());
    missing.remove(Operation.SNAPSHOT);
    missing.removeAll(found.operations());
    if (!missing.isEmpty()) {
      return notPublished(missing, found);
    }
    return returned.contains(table)
        ? Failure.misconfigured(
            "table-not-published",
            "table "
                + table
                + " was taken out of publication "
                + name
                + " of "
                + database
                + " and is in it again; what was written meanwhile cannot be had")
        : null;
  }

  /** The tables that were taken out and put in again since the last time. */
  private synchronized Set<TableName> returned(PublicationState found) {
    Set<TableName> returned = new HashSet<>();
    for (TableName table : routes.byTable().keySet()) {
      Long now = found.members().get(table);
      Long before = now == null ? lastMembers.remove(table) : lastMembers.put(table, now);
      if (now != null && before != null && !now.equals(before)) {
        returned.add(table);
      }
    }
    return returned;
  }

  private Failure notPublished(Set<Operation> missing, PublicationState found) {
    return Failure.misconfigured(
        "operation-not-published",
        "publication "
            + name
            + " of "
            + database
            + " does not publish "
            + words(missing)
            + GONE
            + "; add it: "
            + publishing(with(found.operations(), missing)));
  }

  private Failure notPublished(Connection connection, TableName table, boolean asPartitions)
      throws SQLException {
    String refusal = refusals.get(table);
    String why = refusal == null ? "" : " (the server refused: " + refusal + ")";
    return Failure.misconfigured(
        "table-not-published",
        asPartitions
            ? "table "
                + table
                + " is partitioned, and publication "
                + name
                + " of "
                + database
                + " does not publish its rows under its own name"
                + why
                + GONE
                + "; let it: "
                + viaRoot()
                + ", with the table in it"
            : "table "
                + table
                + " is not in publication "
                + name
                + " of "
                + database
                + why
                + GONE
                + "; add it: "
                + addition(connection, table));
  }

  /** With the first table that works; the others are added one by one. */
  private void create(Connection connection) throws SQLException {
    Failure last = null;
    for (TableName table : routes.byTable().keySet()) {
      last = unpublishable(connection, table, Set.of());
      String refusal =
          last == null
              ? attempt(connection, creation(connection, List.of(table)), description())
              : null;
      if (last == null && refusal == null) {
        return;
      }
      if (refusal != null) {
        last = missing(connection, " (the server refused to make it: " + refusal + ")");
      }
    }
    if (last != null) {
      throw new StageFailure(last);
    }
  }

  private void complete(Connection connection, PublicationState found) throws SQLException {
    if (!found.viaRoot() && hasRoots(connection)) {
      attempt(connection, viaRoot());
    }
    for (TableName table : routes.byTable().keySet()) {
      if (found.members().containsKey(table)) {
        refusals.remove(table);
      } else if (unpublishable(connection, table, found.operations()) == null) {
        add(connection, table);
      }
    }
    Set<Operation> operations = with(found.operations(), wanted());
    if (!operations.equals(found.operations())
        && allPublishable(connection, found.tables(), operations)) {
      attempt(connection, publishing(operations));
    }
  }

  private void add(Connection connection, TableName table) throws SQLException {
    String refusal = attempt(connection, addition(connection, table));
    if (refusal == null) {
      refusals.remove(table);
    } else {
      refusals.put(table, refusal);
    }
  }

  private boolean allPublishable(
      Connection connection, Set<TableName> tables, Set<Operation> operations) throws SQLException {
    for (TableName table : tables) {
      if (unpublishable(connection, table, operations) != null) {
        return false;
      }
    }
    return true;
  }

  /** Why the table cannot be published beside what is published, and what the routes want. */
  private @Nullable Failure unpublishable(
      Connection connection, TableName table, Set<Operation> published) throws SQLException {
    Set<Operation> own = EnumSet.noneOf(Operation.class);
    Set<Operation> ofOthers = EnumSet.noneOf(Operation.class);
    ofOthers.addAll(published);
    for (Route route : routes.all()) {
      RouteSettings settings = route.settings();
      (settings.tableName().equals(table) ? own : ofOthers).addAll(settings.operations());
    }
    return Tables.unpublishable(connection, table, Tables.Updates.of(own, ofOthers), database);
  }

  private Failure missing(Connection connection, String why) throws SQLException {
    return Failure.misconfigured(
        "publication-missing",
        "publication "
            + name
            + " is missing in "
            + database
            + why
            + GONE
            + "; make it: "
            + creation(connection, routes.byTable().keySet()));
  }

  private String publishing(Set<Operation> operations) {
    return "ALTER PUBLICATION " + quote(name) + " SET (publish = '" + words(operations) + "')";
  }

  private String addition(Connection connection, TableName table) throws SQLException {
    return "ALTER PUBLICATION " + quote(name) + " ADD TABLE " + alone(connection, table);
  }

  /** Without the tables that inherit from it: nobody asked whether they have a key. */
  private static String alone(Connection connection, TableName table) throws SQLException {
    return (Tables.children(connection, table).isEmpty() ? "" : "ONLY ") + table.quoted();
  }

  private String viaRoot() {
    return "ALTER PUBLICATION " + quote(name) + " SET (publish_via_partition_root = true)";
  }

  private String description() {
    return "COMMENT ON PUBLICATION " + quote(name) + " IS '" + PublicationState.MADE_BY + "'";
  }

  private String creation(Connection connection, Collection<TableName> tables) throws SQLException {
    List<String> list = new ArrayList<>();
    for (TableName table : tables) {
      list.add(alone(connection, table));
    }
    return "CREATE PUBLICATION "
        + quote(name)
        + " FOR TABLE "
        + String.join(", ", list)
        + " WITH (publish = '"
        + words(wanted())
        + (hasRoots(connection) ? "', publish_via_partition_root = true)" : "')");
  }

  private static boolean hasRoots(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_ROOTS;
  }

  private Set<Operation> wanted() {
    Set<Operation> wanted = EnumSet.noneOf(Operation.class);
    routes.all().forEach(route -> wanted.addAll(route.settings().operations()));
    wanted.remove(Operation.SNAPSHOT);
    return wanted.isEmpty() ? EnumSet.of(Operation.INSERT) : wanted;
  }

  private static Set<Operation> with(Set<Operation> some, Set<Operation> others) {
    Set<Operation> all = EnumSet.copyOf(others);
    all.addAll(some);
    return all;
  }

  private static String words(Set<Operation> operations) {
    return operations.stream()
        .map(operation -> operation.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** All of the statements or none; answers why the server refused them, null if it did not. */
  private static @Nullable String attempt(Connection connection, String... statements)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // nobody waits behind a table that something else holds
      statement.execute("SET LOCAL lock_timeout = '5s'");
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
      return null;
    } catch (SQLException e) {
      if (PostgresFailures.isOfTheConnection(e)) {
        throw e;
      }
      connection.rollback();
      return PostgresFailures.words(e);
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }
}
