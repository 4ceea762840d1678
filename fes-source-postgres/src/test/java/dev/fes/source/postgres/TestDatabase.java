package dev.fes.source.postgres;

import dev.fes.api.JdbcUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;

/** A database of its own on a real Postgres that all tests of the JVM share. */
final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = server();

  private final String name = "test" + COUNT.incrementAndGet();
  private final Connection connection;

  TestDatabase() {
    execute(SERVER.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
    connection = connect();
  }

  static EmbeddedPostgres server() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("wal_level", "logical")
          .setServerConfig("max_replication_slots", "50")
          .setServerConfig("max_wal_senders", "50")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String jdbcUrl(String database) {
    return "jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + database;
  }

  String name() {
    return name;
  }

  String jdbcUrl() {
    return jdbcUrl(name);
  }

  Database database(Credentials credentials) {
    return new Database(JdbcUrl.parse(jdbcUrl()), credentials, "test");
  }

  Connection connect() {
    try {
      return DriverManager.getConnection(SERVER.getJdbcUrl("postgres", name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From another database of the server. */
  void executeElsewhere(String sql) {
    execute(SERVER.getJdbcUrl("postgres", "postgres"), sql);
  }

  void copy(String into, String rows) {
    try {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      postgres.getCopyAPI().copyIn("COPY " + into + " FROM STDIN", new StringReader(rows));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.next() ? String.valueOf(found.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String confirmed(String slot) {
    return query(
        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
  }

  Connection connection() {
    return connection;
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
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
}
