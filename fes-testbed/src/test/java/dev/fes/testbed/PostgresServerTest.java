package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

class PostgresServerTest {

  private static PostgresServer postgres;

  @BeforeAll
  static void open() {
    postgres = PostgresServer.open(PostgresServer.Durability.FAST);
    postgres.createDatabase("shop");
    postgres.execute(
        "shop",
        "CREATE TABLE orders (id int PRIMARY KEY, note text)",
        "CREATE PUBLICATION fes FOR ALL TABLES");
    postgres.createReplicationRole("reader", "first");
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @Test
  void roleWithoutSelectReadsChangesFromALogicalSlot() throws SQLException {
    try (Connection connection = replicationConnection()) {
      PGConnection replication = connection.unwrap(PGConnection.class);
      replication
          .getReplicationAPI()
          .createReplicationSlot()
          .logical()
          .withSlotName("slot")
          .withOutputPlugin("pgoutput")
          .withTemporaryOption()
          .make();
      PGReplicationStream stream =
          replication
              .getReplicationAPI()
              .replicationStream()
              .logical()
              .withSlotName("slot")
              .withSlotOption("proto_version", 1)
              .withSlotOption("publication_names", "fes")
              .start();
      postgres.execute("shop", "INSERT INTO orders VALUES (1, 'a parcel')");
      assertThat(firstInsert(stream)).contains("a parcel");
    }
  }

  @Test
  void replicationRoleCannotReadATable() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(postgres.jdbcUrl("shop"), "reader", "first")) {
      assertThatThrownBy(() -> connection.createStatement().executeQuery("SELECT * FROM orders"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void rotatedPasswordIsTheOnlyOneThatWorks() throws SQLException {
    postgres.createReplicationRole("rotating", "old");
    postgres.changePassword("rotating", "it's new");
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.jdbcUrl("shop"), "rotating", "old"))
        .hasMessageContaining("password authentication failed");
    DriverManager.getConnection(postgres.jdbcUrl("shop"), "rotating", "it's new").close();
  }

  @Test
  void committedRowsSurviveAKillAndAStop() throws SQLException {
    postgres.execute("shop", "INSERT INTO orders VALUES (7, 'kept')");
    postgres.kill();
    assertThat(postgres.isRunning()).isFalse();
    assertThatThrownBy(() -> postgres.connect("shop")).hasMessageContaining("refused");
    postgres.start();
    postgres.stop();
    postgres.start();
    assertThat(noteOf(7)).isEqualTo("kept");
  }

  private static String noteOf(int id) throws SQLException {
    try (Connection connection = postgres.connect("shop");
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT note FROM orders WHERE id = " + id)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection replicationConnection() throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, "reader");
    PGProperty.PASSWORD.set(properties, "first");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "18");
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return DriverManager.getConnection(postgres.jdbcUrl("shop"), properties);
  }

  private static String firstInsert(PGReplicationStream stream) throws SQLException {
    while (true) {
      ByteBuffer message = stream.read();
      if (message.get(message.position()) == 'I') {
        return StandardCharsets.UTF_8.decode(message).toString();
      }
    }
  }
}
