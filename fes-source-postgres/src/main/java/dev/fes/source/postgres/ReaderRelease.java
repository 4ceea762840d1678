package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a reader for good: drops the slot and the publication that FES made, leaves what it found,
 * and forgets the reader, so that the same one begins anew. Each step may have been done before.
 */
final class ReaderRelease {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String NO_DATABASE = "3D000";
  private static final String NO_RIGHT = "42501";

  private final Database database;
  private final Slot slot;
  private final String publication;
  private final ReleaseRecords records;
  private final Duration patience;

  /**
   * @param patience how long the slot may take to be free
   */
  ReaderRelease(
      Database database, Slot slot, String publication, ReleaseRecords records, Duration patience) {
    this.database = database;
    this.slot = slot;
    this.publication = publication;
    this.records = records;
    this.patience = patience;
  }

  /**
   * Answers what was dropped and what was left, and why.
   *
   * @throws StageFailure if it cannot be done now
   */
  String run() throws InterruptedException {
    ReaderRecord known = records.reader();
    try (Connection connection = database.connect()) {
      String system = Slot.systemIdentifier(connection);
      String ofSlot = releaseSlot(connection, system, known);
      records.forgetReader();
      return ofSlot + "; " + releasePublication(connection, system);
    } catch (SQLException e) {
      if (NO_DATABASE.equals(e.getSQLState())) {
        return withoutDatabase(known);
      }
      throw new StageFailure(PostgresFailures.of(e, database));
    }
  }

  /** Slots and publications do not outlive their database. */
  private String withoutDatabase(@Nullable ReaderRecord known) {
    if (known != null) {
      records.forgetReader();
      records.forget(new MadePublication(known.systemIdentifier(), known.database(), publication));
    }
    return database + " is gone, and slot " + slot.name() + " and its publication with it";
  }

  private String releaseSlot(Connection connection, String system, @Nullable ReaderRecord known)
      throws SQLException, InterruptedException {
    SlotState found = SlotState.read(connection, slot.name());
    if (found == null) {
      return slot.place() + " is not there";
    }
    String why = known == null ? "FES does not know it" : reasonToLeave(found, system, known);
    return why == null ? drop(connection) : slot.place() + " is left: " + why;
  }

  private @Nullable String reasonToLeave(SlotState found, String system, ReaderRecord known) {
    return switch (known.beginning()) {
      case ADOPTED, REFUSED -> "FES found it, and did not make it";
      case GAP_ACCEPTED -> "after a gap FES took it as it found it";
      case CREATING, CREATED -> slot.anotherThan(found, system, known);
    };
  }

  private String drop(Connection connection) throws SQLException, InterruptedException {
    SlotReader reader = awaitFree(connection);
    if (reader != null && reader.isForeign()) {
      return slot.place() + " is left: it is read by another process, " + reader.words();
    }
    if (reader != null) {
      throw new StageFailure(
          Failure.transientFailure(
              Slot.ACTIVE,
              slot.place() + " cannot be dropped while it is read: " + reader.words()));
    }
    try {
      slot.drop(connection);
    } catch (SQLException e) {
      throw refused(e, slot.place(), "SELECT pg_drop_replication_slot('" + slot.name() + "')");
    }
    return slot.place() + " is dropped";
  }

  /** The source that was stopped is given up by the server after a while; answers who reads on. */
  private @Nullable SlotReader awaitFree(Connection connection)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    SlotReader reader = SlotReader.of(connection, slot.name());
    while (reader != null && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      reader = SlotReader.of(connection, slot.name());
    }
    return reader;
  }

  private String releasePublication(Connection connection, String system) throws SQLException {
    String place = "publication " + publication;
    MadePublication own = new MadePublication(system, database.name(), publication);
    PublicationState found = PublicationState.read(connection, publication);
    if (found == null) {
      records.forget(own);
      return place + " is not there";
    }
    String why = reasonToLeave(connection, own, found);
    if (why != null) {
      return place + " is left: " + why;
    }
    dropPublication(connection);
    records.forget(own);
    return place + " is dropped";
  }

  private void dropPublication(Connection connection) throws SQLException {
    String drop = "DROP PUBLICATION IF EXISTS " + TableName.quote(publication);
    try (Statement statement = connection.createStatement()) {
      statement.execute(drop);
    } catch (SQLException e) {
      throw refused(e, "publication " + publication + " of " + database, drop);
    }
  }

  private @Nullable String reasonToLeave(
      Connection connection, MadePublication own, PublicationState found) throws SQLException {
    if (!records.isMade(own)) {
      return "FES found it, and did not make it";
    }
    if (!found.ours()) {
      return "its comment is not the one that FES gave it";
    }
    List<String> others = records.otherSlots(own);
    if (!others.isEmpty()) {
      return "slot " + String.join(", ", others) + " is read by it too";
    }
    String stranger = SlotReader.readingBy(connection, publication);
    return stranger == null ? null : "it is read by another process, " + stranger;
  }

  /** What the role may not do is named with the mend; all else is as it is anywhere. */
  private StageFailure refused(SQLException e, String what, String mend) {
    Failure failure = PostgresFailures.of(e, database);
    return new StageFailure(
        NO_RIGHT.equals(e.getSQLState())
            ? Failure.misconfigured(
                failure.reason(),
                what
                    + " cannot be dropped: "
                    + PostgresFailures.words(e)
                    + "; as a role that may: "
                    + mend)
            : failure);
  }
}
