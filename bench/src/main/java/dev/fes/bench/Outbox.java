package dev.fes.bench;

import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * The outbox table of one run, in a database of its own, with a publication and a slot that are
 * there before the first row: whoever reads it has the same to do.
 */
final class Outbox implements AutoCloseable {

  static final String TABLE = "outbox";
  static final String SLOT_PREFIX = "slot_";

  private static final String INSERT = "INSERT INTO outbox (payload) VALUES (?::jsonb)";

  private final PostgresServer postgres;
  private final String database;
  private int written;

  private Outbox(PostgresServer postgres, String database) {
    this.postgres = postgres;
    this.database = database;
  }

  static Outbox create(PostgresServer postgres, String database) {
    postgres.createDatabase(database);
    String slot = SLOT_PREFIX + database;
    postgres.execute(
        database,
        "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT"
            + " NULL)",
        "ALTER TABLE outbox OWNER TO " + LocalInstallation.DATABASE_USER,
        "CREATE PUBLICATION " + slot + " FOR TABLE outbox",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    return new Outbox(postgres, database);
  }

  PostgresServer postgres() {
    return postgres;
  }

  String database() {
    return database;
  }

  /** Also the publication's name. */
  String slot() {
    return SLOT_PREFIX + database;
  }

  /** Rows so far; the next row has this number. */
  int written() {
    return written;
  }

  /** Commits this many rows more, so many with each transaction. */
  void write(int rows, int perTransaction) {
    try (Connection connection = postgres.connect(database);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      for (int row = 1; row <= rows; row++) {
        insert.setString(1, Payloads.of(written++));
        insert.addBatch();
        if (row % Scale.ROWS_PER_TRANSACTION == 0 || row == rows) {
          insert.executeBatch();
        }
        if (row % perTransaction == 0 || row == rows) {
          connection.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write rows: " + e.getMessage(), e);
    }
  }

  /**
   * Commits single rows at a pace, each on time whatever became of the one before it; answers when
   * each commit returned.
   */
  Instant[] writeSteadily(int rows, int perSecond) {
    Instant[] committed = new Instant[rows];
    try (Connection connection = postgres.connect(database);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Pace pace = new Pace(perSecond);
      for (int row = 0; row < rows; row++) {
        insert.setString(1, Payloads.of(written++));
        pace.await();
        insert.executeUpdate();
        committed[row] = Instant.now();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write rows: " + e.getMessage(), e);
    }
    return committed;
  }

  /** Gives up the slot, or it would keep the log of all runs to come. */
  @Override
  public void close() {
    postgres.execute(
        "postgres",
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active AND"
            + " slot_name = '"
            + slot()
            + "'");
    try (Connection connection = postgres.connect("postgres");
        Statement drop = connection.createStatement()) {
      drop.execute(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
              + slot()
              + "'");
      drop.execute("DROP DATABASE " + database + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop " + database + ": " + e.getMessage(), e);
    }
  }
}
