package dev.fes.testbed.demo;

import dev.fes.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing to see: a row is written to an outbox, and its event is looked for where it should
 * arrive.
 */
final class Story {

  /** Where an event may arrive. */
  interface Target {

    /** The next event that contains the mark, if it arrives in time. */
    Optional<Arrival> await(String mark, Duration within) throws InterruptedException;

    String name();
  }

  /** An event at its target. */
  record Arrival(String event, Instant at) {}

  /**
   * The row to write: the table, its payload column and the payload, in which {@code %s} is the
   * row's mark.
   */
  record Row(String database, String table, String column, String payload) {}

  private final String stream;
  private final Row row;
  private final PostgresServer postgres;
  private final Target target;

  Story(String stream, Row row, PostgresServer postgres, Target target) {
    this.stream = stream;
    this.row = row;
    this.postgres = postgres;
    this.target = target;
  }

  Sighting tell(Duration within) throws InterruptedException {
    String mark = UUID.randomUUID().toString();
    String payload = row.payload().formatted(mark);
    Instant committed = write(payload);
    Arrival arrival =
        target
            .await(mark, within)
            .orElseThrow(
                () ->
                    new SceneFailed(
                        "a row of "
                            + row.table()
                            + " did not arrive at "
                            + target.name()
                            + " within "
                            + within.toSeconds()
                            + " s; see the state of its stream above"));
    return new Sighting(
        stream,
        row.table() + " " + payload,
        target.name(),
        arrival.event(),
        Duration.between(committed, arrival.at()));
  }

  private Instant write(String payload) {
    String insert = "INSERT INTO %s (%s) VALUES (?)".formatted(row.table(), row.column());
    try (Connection connection = postgres.connect(row.database());
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, payload);
      statement.executeUpdate();
      return Instant.now();
    } catch (SQLException e) {
      throw new SceneFailed("a row could not be written: " + e.getMessage());
    }
  }
}
