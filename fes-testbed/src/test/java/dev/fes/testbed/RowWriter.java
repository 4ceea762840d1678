package dev.fes.testbed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/**
 * Writes numbered rows over one connection, so that their numbers are the order of their commits.
 */
final class RowWriter implements AutoCloseable {

  static final String NUMBER = "ledger_row";

  private static final int LARGEST = 1_000;

  private final Connection connection;
  private final PreparedStatement insert;
  private final Random random;
  private int written;
  private int transactions;

  RowWriter(Connection connection, String table, String column, long seed) throws SQLException {
    this.connection = connection;
    this.random = new Random(seed);
    connection.setAutoCommit(false);
    insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) SELECT json_build_object('%s', n) FROM generate_series(?, ?) n ORDER BY n"
                .formatted(table, column, NUMBER));
  }

  int written() {
    return written;
  }

  int transactions() {
    return transactions;
  }

  /** In transactions of 1 to 1,000 rows, the small ones as likely as the large. */
  void write(int rows) throws SQLException {
    int last = written + rows;
    while (written < last) {
      int size = (int) Math.round(Math.pow(LARGEST, random.nextDouble()));
      write(Math.min(size, last - written), () -> {});
    }
  }

  /** One transaction, in the middle of which something happens. */
  void write(int rows, Runnable halfway) throws SQLException {
    insert(rows / 2);
    halfway.run();
    insert(rows - rows / 2);
    connection.commit();
    transactions++;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void insert(int rows) throws SQLException {
    insert.setInt(1, written + 1);
    insert.setInt(2, written + rows);
    insert.executeUpdate();
    written += rows;
  }
}
