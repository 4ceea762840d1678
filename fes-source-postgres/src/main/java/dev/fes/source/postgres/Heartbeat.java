package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Writes a word into the log that comes out of the slot like a change and is confirmed like one, so
 * that an idle table on a busy server holds no log back.
 */
final class Heartbeat {

  static final String PREFIX = "fes.heartbeat";

  /** Privilege, read-only server, unknown function. */
  private static final Set<String> REFUSALS = Set.of("42501", "25006", "42883");

  private static final int FIRST_VERSION_TO_DELIVER = 14;
  private static final int FIRST_VERSION_TO_FLUSH = 17;

  private Heartbeat() {}

  /** Whether the server takes heartbeats and gives them out again; sends one. */
  static boolean isPossible(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < FIRST_VERSION_TO_DELIVER) {
      return false;
    }
    try {
      send(connection, "is it possible?");
      return true;
    } catch (SQLException e) {
      if (REFUSALS.contains(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** What it means that the server takes none. */
  static Failure refused(Database database, Slot slot) {
    return Failure.misconfigured(
        "heartbeats-refused",
        database
            + " refuses heartbeats, so the driver moves slot "
            + slot.name()
            + " by itself while its tables are idle, and a slot that somebody else moved can no longer"
            + " be told; to let them: a primary of version 14 or later, and GRANT EXECUTE ON FUNCTION"
            + " pg_logical_emit_message to the role");
  }

  /** Answers where in the log the heartbeat is. */
  static Lsn send(Connection connection, String words) throws SQLException {
    return emit(connection, PREFIX, words);
  }

  /** Writes any word into the log, at once and apart from any transaction; answers where it is. */
  static Lsn emit(Connection connection, String prefix, String words) throws SQLException {
    boolean canFlush = connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_TO_FLUSH;
    String call =
        "SELECT pg_logical_emit_message(false, ?, ?" + (canFlush ? ", true)" : ")") + "::text";
    try (PreparedStatement emit = connection.prepareStatement(call)) {
      emit.setString(1, prefix);
      emit.setString(2, words);
      try (ResultSet written = emit.executeQuery()) {
        written.next();
        return Lsn.parse(written.getString(1));
      }
    }
  }
}
