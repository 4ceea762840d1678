package dev.fes.source.postgres;

import dev.fes.source.postgres.ReaderRecord.Beginning;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The reader's slot: made once, on its very first start, and never again silently, for a new slot
 * begins where it is made and all before it would be skipped.
 */
final class Slot {

  static final String ACTIVE = "slot-active";

  private static final int FIRST_VERSION_TO_FAIL_OVER = 17;

  private final String name;
  private final Database database;
  private final @Nullable String acceptedGap;

  Slot(String name, Database database, @Nullable String acceptedGap) {
    this.name = name;
    this.database = database;
    this.acceptedGap = acceptedGap;
  }

  String name() {
    return name;
  }

  /** Remembers durably before it returns. */
  interface Memory {

    void remember(ReaderRecord next) throws InterruptedException;
  }

  /**
   * The slot is there, free, and holds everything since the position; answers what is to be
   * remembered. That it is about to be made is remembered before.
   */
  ReaderRecord prepare(Connection connection, @Nullable ReaderRecord known, Memory memory)
      throws SQLException, InterruptedException {
    SlotState found = SlotState.read(connection, name);
    String system = systemIdentifier(connection);
    if (known == null || !known.hasBegun()) {
      boolean made =
          known != null && known.beginning() == Beginning.CREATING && isOf(known, system);
      ReaderRecord first =
          found == null
              ? created(
                  connection,
                  ReaderRecord.first(system, database.name(), name, Beginning.REFUSED),
                  memory)
              : taken(found, system, made ? Beginning.CREATED : Beginning.ADOPTED);
      checkFree(connection, found);
      return first;
    }
    String gap = gap(found, system, known);
    if (gap == null) {
      checkFree(connection, found);
      return found == null ? known : caughtUp(found, known);
    }
    if (!known.confirmed().equals(acceptedGap)) {
      throw new GapFound(
          gap
              + "; what was committed since "
              + known.confirmed()
              + " is no longer to be had from it. To accept that these changes are lost and go on from now:"
              + " the annotation fes.zalando.org/accept-gap: \""
              + known.confirmed()
              + "\" on the resource, or, where the stage is run by hand, fes.source.accept-gap="
              + known.confirmed());
    }
    checkFree(connection, found);
    return restarted(connection, found, known, memory);
  }

  /**
   * The slot as it is now.
   *
   * @throws GapFound if the server can serve it no more
   */
  SlotState look(Connection connection) throws SQLException {
    SlotState found = SlotState.read(connection, name);
    if (found == null || found.invalidation() != null) {
      throw new GapFound(
          found == null
              ? place() + " is gone"
              : place() + " was invalidated by the server (" + found.invalidation() + ")");
    }
    return found;
  }

  /** Throws {@link GapFound} if the slot is not, or no longer, the one that was remembered. */
  void check(Connection connection, ReaderRecord known) throws SQLException {
    String gap = gap(SlotState.read(connection, name), systemIdentifier(connection), known);
    if (gap != null) {
      throw new GapFound(gap);
    }
  }

  private @Nullable String gap(@Nullable SlotState found, String system, ReaderRecord known) {
    String other = anotherThan(found, system, known);
    if (other != null) {
      return other;
    }
    if (found == null) {
      return place() + " is gone";
    }
    return found.invalidation() == null
        ? null
        : place() + " was invalidated by the server (" + found.invalidation() + ")";
  }

  /** Why what is found is not the slot that was remembered; null if it is, or if there is none. */
  @Nullable String anotherThan(@Nullable SlotState found, String system, ReaderRecord known) {
    if (!known.systemIdentifier().equals(system)) {
      return place()
          + " is on another server than before (system identifier "
          + system
          + " instead of "
          + known.systemIdentifier()
          + ")";
    }
    if (found == null) {
      return null;
    }
    if (!database.name().equals(found.database())) {
      return place() + " now belongs to database " + found.database();
    }
    Lsn confirmed = found.confirmed();
    boolean placed = known.beginning() != Beginning.CREATING && !known.driverMayConfirm();
    if (placed && confirmed != null && confirmed.isAfter(known.confirmedLsn())) {
      return place()
          + " is at "
          + confirmed
          + ", ahead of "
          + known.confirmed()
          + ", which is all that was confirmed: somebody else moved it or made it again";
    }
    return null;
  }

  private boolean isOf(ReaderRecord known, String system) {
    return known.systemIdentifier().equals(system) && known.database().equals(database.name());
  }

  /**
   * @param otherwise what is true if the server refuses; it is not known to have refused where the
   *     connection broke
   */
  private ReaderRecord created(Connection connection, ReaderRecord otherwise, Memory memory)
      throws SQLException, InterruptedException {
    memory.remember(otherwise.beginning(Beginning.CREATING));
    try {
      return record(otherwise.systemIdentifier(), Beginning.CREATED, create(connection));
    } catch (SQLException e) {
      if (!PostgresFailures.isOfTheConnection(e)) {
        memory.remember(otherwise);
      }
      throw e;
    }
  }

  private ReaderRecord taken(SlotState found, String system, Beginning beginning) {
    if (!database.name().equals(found.database()) || !"pgoutput".equals(found.plugin())) {
      throw new StageFailure(
          Failure.misconfigured(
              "slot-unusable",
              place()
                  + " cannot be read: it belongs to database "
                  + found.database()
                  + " and plugin "
                  + found.plugin()
                  + ", wanted are "
                  + database.name()
                  + " and pgoutput"));
    }
    if (found.isTwoPhase()) {
      throw new StageFailure(
          Failure.misconfigured(
              "slot-unusable",
              place()
                  + " cannot be read: it was made with two_phase, and gives transactions that may"
                  + " never be committed. Drop it and make it without: SELECT"
                  + " pg_create_logical_replication_slot('"
                  + name
                  + "', 'pgoutput')"));
    }
    return record(system, beginning, position(found));
  }

  private ReaderRecord record(String system, Beginning beginning, String start) {
    return new ReaderRecord(system, database.name(), name, beginning, start, start, false, null);
  }

  /** A person accepted the gap: a slot that the server can still serve is taken as it is. */
  private ReaderRecord restarted(
      Connection connection, @Nullable SlotState found, ReaderRecord known, Memory memory)
      throws SQLException, InterruptedException {
    String system = systemIdentifier(connection);
    if (found != null && found.invalidation() == null) {
      return taken(found, system, Beginning.GAP_ACCEPTED);
    }
    if (found != null) {
      drop(connection);
    }
    return created(connection, known.on(system, database.name()), memory);
  }

  void drop(Connection connection) throws SQLException {
    try (PreparedStatement drop =
        connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
      drop.setString(1, name);
      drop.execute();
    }
  }

  /** What the driver moved by itself is confirmed, for nothing was there to be read before it. */
  private static ReaderRecord caughtUp(SlotState found, ReaderRecord known) {
    Lsn confirmed = found.confirmed();
    return known.driverMayConfirm() && confirmed != null && confirmed.isAfter(known.confirmedLsn())
        ? known.at(confirmed)
        : known;
  }

  private static String position(SlotState found) {
    Lsn confirmed = found.confirmed();
    return confirmed == null ? "0/0" : confirmed.toString();
  }

  private void checkFree(Connection connection, @Nullable SlotState found) throws SQLException {
    if (found != null && found.activePid() != 0) {
      throw new StageFailure(
          Failure.misconfigured(
              ACTIVE,
              place() + " is read by another process: " + process(connection, found.activePid())));
    }
  }

  /** Where that is possible, as one that a standby may keep a copy of, for a failover. */
  private String create(Connection connection) throws SQLException {
    boolean mayFailOver =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_TO_FAIL_OVER
            && !isStandby(connection);
    try (PreparedStatement create =
        connection.prepareStatement(
            "SELECT lsn::text FROM pg_create_logical_replication_slot(?, 'pgoutput', false"
                + (mayFailOver ? ", failover => true)" : ")"))) {
      create.setString(1, name);
      try (ResultSet created = create.executeQuery()) {
        created.next();
        return created.getString(1);
      }
    }
  }

  static String process(Connection connection, int pid) throws SQLException {
    String query =
        "SELECT coalesce(nullif(application_name, ''), 'unnamed'), coalesce(host(client_addr), 'local')"
            + " FROM pg_stat_activity WHERE pid = "
            + pid;
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.next()
          ? "pid " + pid + ", application " + found.getString(1) + ", from " + found.getString(2)
          : "pid " + pid;
    }
  }

  private static boolean isStandby(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      found.next();
      return found.getBoolean(1);
    }
  }

  static String systemIdentifier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
      found.next();
      return found.getString(1);
    }
  }

  String place() {
    return "slot " + name + " of " + database;
  }
}
