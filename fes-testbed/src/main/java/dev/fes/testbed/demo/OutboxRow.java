package dev.fes.testbed.demo;

import dev.fes.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** A row of an outbox table, in whose payload {@code %s} is the mark. */
record OutboxRow(PostgresServer postgres, String table, String column, String payload)
    implements Story.Origin {

  static final String DATABASE = "orders";

  @Override
  public Story.Written write(String mark) {
    String insert = "INSERT INTO %s (%s) VALUES (?)".formatted(table, column);
    String text = payload.formatted(mark);
    try (Connection connection = postgres.connect(DATABASE);
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, text);
      statement.executeUpdate();
      return new Story.Written(text, Instant.now());
    } catch (SQLException e) {
      throw new SceneFailed("a row could not be written: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return table;
  }
}
