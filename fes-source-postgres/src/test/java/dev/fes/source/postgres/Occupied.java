package dev.fes.source.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** A slot that somebody else than FES reads. */
record Occupied(Connection connection, String slot, String publication) implements AutoCloseable {

  Occupied(TestDatabase database, String slot) throws SQLException {
    this(database, slot, slot);
  }

  Occupied(TestDatabase database, String slot, String publication) throws SQLException {
    this(connect(database), slot, publication);
  }

  PGReplicationStream stream() throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(slot)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", publication)
        .start();
  }

  private static Connection connect(TestDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "10");
    return DriverManager.getConnection(database.jdbcUrl(), properties);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
