package dev.fes.testbed;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Rows of a Postgres table with a text column {@code payload}. */
final class OutboxWriter implements LineWriter {

  /** {@code n} becomes its payload: bad ones by the first two parameters, then first and last. */
  private static final String INSERT =
      """
      INSERT INTO %1$s (payload)
      SELECT CASE WHEN n <> ALL (?) THEN json_build_object('%2$s', n, 'key', 'k' || n %% %3$d)::text
                  WHEN ? THEN json_build_object('%2$s', n, 'key', 'k' || n %% %3$d, '%4$s', repeat('x', %5$d))::text
                  ELSE '{"%2$s": ' || n || ', no JSON' END
      FROM generate_series(?, ?) n ORDER BY n
      """;

  private final Connection connection;
  private final PreparedStatement insert;
  private int written;

  /**
   * @param padding how much makes a bad event bad where its size is what the target refuses
   */
  OutboxWriter(Connection connection, Line line, int padding) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    insert =
        connection.prepareStatement(
            INSERT.formatted(line.table(), RowWriter.NUMBER, Line.KEYS, BadRows.POISON, padding));
  }

  @Override
  public int written() {
    return written;
  }

  @Override
  public void write(int rows, BadRows bad, Runnable halfway) {
    try {
      insert(rows / 2, bad);
      halfway.run();
      insert(rows - rows / 2, bad);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void insert(int rows, BadRows bad) throws SQLException {
    Array badRows = connection.createArrayOf("integer", bad.rows().toArray());
    insert.setArray(1, badRows);
    insert.setBoolean(2, bad.at() == BadRows.Place.SINK);
    insert.setInt(3, written + 1);
    insert.setInt(4, written + rows);
    insert.executeUpdate();
    written += rows;
  }
}
