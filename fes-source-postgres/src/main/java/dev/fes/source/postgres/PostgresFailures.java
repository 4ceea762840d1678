package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import io.debezium.DebeziumException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an error of the database or the engine means: what will pass, what must be mended, and
 * what is lost.
 */
final class PostgresFailures {

  private static final String UNDEFINED_OBJECT = "42704";
  private static final Set<String> WRONG_SET_UP =
      Set.of(
          "42501", // insufficient privilege
          UNDEFINED_OBJECT, // a slot
          "3D000", // undefined database
          "42602", // invalid name
          "53400" // all replication slots are in use
          );
  private static final Set<String> WRONG_CREDENTIALS = Set.of("28P01", "28000");
  private static final String SLOT_IN_USE = "55006";
  private static final String WAS_MISSING =
      ". It was missing when a row was written that is still to be read, and before version 18"
          + " Postgres reads no further there, also if it was made again since. To go on without"
          + " what was written until now: drop the slot (SELECT pg_drop_replication_slot(…)), accept"
          + " the gap that is told then, and backfill the tables";

  private PostgresFailures() {}

  static Failure of(Throwable error, Database database) {
    if (find(error, GapFound.class) instanceof GapFound gap) {
      return gap.failure();
    }
    if (find(error, StageFailure.class) instanceof StageFailure known) {
      return known.failure();
    }
    if (find(error, SQLException.class) instanceof SQLException sql) {
      return of(sql, database);
    }
    return Failure.transientFailure(
        "engine", "reading " + database + " stopped: " + safeWords(deepest(error)));
  }

  static boolean isGap(Throwable error) {
    return find(error, GapFound.class) != null
        || find(error, SQLException.class) instanceof SQLException sql && isLoss(words(sql));
  }

  private static Failure of(SQLException sql, Database database) {
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    String words = database + ": " + words(sql);
    if (isLoss(words)) {
      return Failure.misconfigured("slot-lost", "slot lost: " + words);
    }
    if (state.equals(UNDEFINED_OBJECT) && isOfThePublication(words)) {
      return Failure.misconfigured("publication-was-missing", words + WAS_MISSING);
    }
    if (state.equals(SLOT_IN_USE)) {
      return Failure.misconfigured(Slot.ACTIVE, words);
    }
    if (WRONG_CREDENTIALS.contains(state)) {
      return Failure.transientFailure("authentication-failed", words);
    }
    if (WRONG_SET_UP.contains(state)) {
      return Failure.misconfigured("postgres-" + state, words);
    }
    return Failure.transientFailure(
        state.startsWith("08") ? "connection" : "postgres-" + state, words);
  }

  /** What the server says when the log that the slot needs is gone; it has no code of its own. */
  private static boolean isLoss(String words) {
    return words.contains("can no longer get changes from replication slot")
        || words.contains("can no longer access replication slot")
        || words.contains("has already been removed");
  }

  /** Nothing is read before the publication is there: this is said of the past. */
  private static boolean isOfThePublication(String words) {
    return words.contains("publication \"") && words.contains("does not exist");
  }

  /** Whether it is not known what the server did. */
  static boolean isOfTheConnection(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }

  static String words(Throwable error) {
    String message = error.getMessage();
    String text = message == null ? error.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text).strip();
  }

  /** What reads a value may name it in its message, and no value may get into a state. */
  private static String safeWords(Throwable error) {
    return error instanceof IOException
            || error instanceof KafkaException
            || error instanceof DebeziumException
        ? words(error)
        : error.getClass().getSimpleName();
  }

  private static Throwable deepest(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause.equals(error) ? error : deepest(cause);
  }

  private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
    for (Throwable next = error; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
    return null;
  }
}
