package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with logical decoding and passwords, which can be stopped, killed and started
 * again on its port and files.
 */
public final class PostgresServer implements AutoCloseable {

  /** The role that owns everything. */
  public static final String SUPERUSER = "postgres";

  private static final String HOST = "127.0.0.1";

  /**
   * What may be lost when the machine itself loses power; the death of the server alone never loses
   * a commit.
   */
  public enum Durability {
    SAFE,
    FAST
  }

  private final PostgresBinaries binaries = PostgresBinaries.unpacked();
  private final ScratchFolder folder = ScratchFolder.create("postgres");
  private final int port = FreePort.next();
  private final String password = UUID.randomUUID().toString();
  private final Durability durability;
  private @Nullable ChildProcess server;

  private PostgresServer(Durability durability) {
    this.durability = durability;
  }

  public static PostgresServer open() {
    return open(Durability.SAFE);
  }

  public static PostgresServer open(Durability durability) {
    PostgresServer postgres = new PostgresServer(durability);
    try {
      postgres.initialise();
      postgres.start();
      return postgres;
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  public String host() {
    return HOST;
  }

  public int port() {
    return port;
  }

  /** The superuser's password. */
  public String password() {
    return password;
  }

  /** Without user or password: those are given apart, as in a resource. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, database);
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
  }

  /** Runs statements as the superuser, each committed by itself. */
  public void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused: " + e.getMessage(), e);
    }
  }

  public void createDatabase(String name) {
    execute(SUPERUSER, "CREATE DATABASE " + identifier(name));
  }

  /** A role that may log in and replicate, and cannot read one table. */
  public void createReplicationRole(String role, String rolePassword) {
    execute(
        SUPERUSER,
        "CREATE ROLE %s LOGIN REPLICATION PASSWORD %s"
            .formatted(identifier(role), literal(rolePassword)));
  }

  public void changePassword(String role, String newPassword) {
    execute(
        SUPERUSER, "ALTER ROLE %s PASSWORD %s".formatted(identifier(role), literal(newPassword)));
  }

  /** Ends what a role has open, so that its next connection needs the password of today. */
  public void disconnect(String role) {
    execute(
        SUPERUSER,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = " + literal(role));
  }

  public synchronized boolean isRunning() {
    return server != null && server.isAlive();
  }

  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    server =
        ChildProcess.start(
            binaries.command("postgres", settings()),
            line -> line.contains("ready to accept connections"));
    folder.watch("QUIT", server.pid());
  }

  /** Orderly: sessions are ended, a checkpoint is written. */
  public synchronized void stop() {
    if (server != null) {
      server.stop("INT");
      ended();
    }
  }

  /** As kill -9 on all its processes: the next start recovers from the log. */
  public synchronized void kill() {
    if (server != null) {
      server.kill();
      ended();
    }
  }

  @Override
  public void close() {
    stop();
    folder.close();
  }

  private void ended() {
    folder.forget();
    server = null;
  }

  private void initialise() {
    Path secret = folder.path().resolve("superuser");
    try {
      Files.writeString(secret, password);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder.path(), e);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pgdata",
                data(),
                "--username",
                SUPERUSER,
                "--pwfile",
                secret.toString(),
                "--auth",
                "scram-sha-256",
                "--encoding",
                "UTF8",
                "--no-locale",
                "--no-instructions"));
    if (durability == Durability.FAST) {
      arguments.add("--no-sync");
    }
    ChildProcess.run(binaries.command("initdb", arguments));
  }

  private List<String> settings() {
    return PostgresSettings.arguments(data(), HOST, port, durability);
  }

  private String data() {
    return folder.path().resolve("data").toString();
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
