package dev.fes.source.postgres;

import static org.awaitility.Awaitility.await;

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

  private final EmbeddedPostgres server;
  private final String name;
  private final Connection connection;

  TestDatabase() {
    this(SERVER);
  }

  /** On a server of the test's own, for what would harm the others. */
  TestDatabase(EmbeddedPostgres server) {
    this.server = server;
    name = "test" + COUNT.incrementAndGet();
    execute(server.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
    connection = connect();
  }

  /** The same database, on a copy of its server. */
  private TestDatabase(EmbeddedPostgres server, String name) {
    this.server = server;
    this.name = name;
    connection = connect();
  }

  TestDatabase on(EmbeddedPostgres copy) {
    return new TestDatabase(copy, name);
  }

  static EmbeddedPostgres.Builder settings() {
    return EmbeddedPostgres.builder()
        .setServerConfig("wal_level", "logical")
        .setServerConfig("max_replication_slots", "200")
        .setServerConfig("max_wal_senders", "200");
  }

  static EmbeddedPostgres server() {
    try {
      return settings().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String jdbcUrl(String database) {
    return jdbcUrl(SERVER, database);
  }

  private static String jdbcUrl(EmbeddedPostgres server, String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  String name() {
    return name;
  }

  String jdbcUrl() {
    return jdbcUrl(server, name);
  }

  Database database(Credentials credentials) {
    return new Database(JdbcUrl.parse(jdbcUrl()), credentials, "test");
  }

  Connection connect() {
    try {
      return DriverManager.getConnection(server.getJdbcUrl("postgres", name));
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
    execute(server.getJdbcUrl("postgres", "postgres"), sql);
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

  /** A reader that was stopped is given up by the server a little later. */
  void awaitFree(String slot) {
    String active = "SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'";
    await().atMost(TestReader.PATIENCE).until(() -> query(active).equals("f"));
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
