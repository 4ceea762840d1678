package dev.fes.source.postgres;

import dev.fes.source.postgres.BackfillRows.Reading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads one chunk of a table in a transaction of its own. The table is locked first, against what
 * takes rows away without a trace in the log (TRUNCATE, a rewrite), until the chunk's mark is
 * written. Rows come one by one and no more is taken than a chunk may have, so that memory is
 * bounded whatever their size.
 */
final class ChunkReader {

  static final int MOST_ROWS = 1000;
  static final long MOST_BYTES = 1024 * 1024;

  private final Connection connection;
  private final Limit limit;

  /** How many rows are asked for at once: not many more than fit into a chunk. */
  static final class Limit {

    private int rows = MOST_ROWS;

    private void learn(long bytes, int read) {
      rows = read == 0 ? MOST_ROWS : Math.clamp(MOST_BYTES * read / (bytes + 1), 1, MOST_ROWS);
    }
  }

  /** What a snapshot sees, where in the log it was taken, and when. */
  record Snapshot(Visibility visibility, Reading reading) {}

  /**
   * What was read.
   *
   * @param read how many rows, kept by the filter or not
   * @param last the key of the last one, as Postgres writes it
   */
  record Rows(List<BackfillChunk.Row> kept, int read, @Nullable List<String> last, boolean isEnd) {}

  ChunkReader(Connection connection, Limit limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** A connection that gives values as the log has them, and one snapshot a transaction. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement set = connection.createStatement()) {
      for (var form : EngineSettings.TEXT_FORMS.entrySet()) {
        set.execute("SET " + form.getKey() + " = '" + form.getValue() + "'");
      }
      // a policy that hides rows from the role is an error, and no silent gap
      set.execute("SET row_security = off");
      set.execute("SET standard_conforming_strings = on");
      set.execute("SET lock_timeout = '10s'");
    }
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  /** Begins the transaction; the snapshot is taken once the lock is there. */
  Snapshot begin(TableName table, boolean partitioned) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "LOCK TABLE " + BackfillTable.only(table, partitioned) + " IN ACCESS SHARE MODE");
      try (ResultSet found =
          statement.executeQuery(
              "SELECT pg_current_snapshot()::text, pg_current_wal_insert_lsn()::text,"
                  + " (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")) {
        found.next();
        return new Snapshot(
            Visibility.parse(found.getString(1)),
            new Reading(Lsn.parse(found.getString(2)), found.getLong(3)));
      }
    }
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** The key of the last row; null if there is none. */
  @Nullable List<String> lastKey(BackfillTable table) throws SQLException {
    CopyOut copy = copy(table.lastKey());
    byte[] line = copy.readFromCopy();
    List<String> last = line == null ? null : known(CopyText.values(line));
    while (line != null) {
      line = copy.readFromCopy();
    }
    return last;
  }

  /** The rows behind a key, up to another. */
  Rows read(
      BackfillTable table,
      @Nullable List<String> after,
      List<String> upTo,
      BackfillRows rows,
      Reading reading)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    int asked = limit.rows;
    CopyOut copy =
        copy(table.rows(after == null ? null : literal(table, after), literal(table, upTo), asked));
    List<BackfillChunk.Row> kept = new ArrayList<>();
    List<@Nullable String> last = null;
    int read = 0;
    long bytes = 0;
    byte[] line = copy.readFromCopy();
    while (line != null) {
      last = CopyText.values(line);
      BackfillChunk.Row row = rows.read(last, reading);
      if (row != null) {
        kept.add(row);
      }
      read++;
      bytes += line.length;
      line = bytes < MOST_BYTES || read == asked ? copy.readFromCopy() : null;
    }
    boolean isCut = copy.isActive();
    limit.learn(bytes, read);
    if (isCut) {
      copy.cancelCopy();
      connection.rollback(before);
    }
    List<String> lastKey = last == null ? null : table.keyIn(last);
    return new Rows(kept, read, lastKey, !isCut && read < asked);
  }

  private CopyOut copy(String query) throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY (" + query + ") TO STDOUT");
  }

  private String literal(BackfillTable table, List<String> key) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      literals.add("'" + postgres.escapeLiteral(key.get(i)) + "'::" + table.keys().get(i).type());
    }
    return String.join(", ", literals);
  }

  private static List<String> known(List<@Nullable String> values) {
    List<String> known = new ArrayList<>(values.size());
    for (String value : values) {
      if (value == null) {
        throw new IllegalStateException("a key has no NULL");
      }
      known.add(value);
    }
    return known;
  }
}
