package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What FES made at a database goes with its resource; what the team made stays. */
@Tag("full")
@ExtendWith(RunningFes.class)
class ReleaseIT {

  private static final Duration GONE = Duration.ofSeconds(90);
  private static final String QUEUE = "departures";
  private static final List<String> BOTH = List.of("departing", "staying");

  private final House house;
  private final PostgresServer postgres;

  ReleaseIT(House house) {
    this.house = house;
    this.postgres = house.testbed().postgres();
  }

  @Test
  void aRemovedManifestTakesAlongTheSlotAndThePublicationThatFesMadeAndNoOthers() {
    house.testbed().sqs().createQueue(QUEUE);
    postgres.execute(
        "orders",
        "CREATE TABLE departing (id bigserial PRIMARY KEY)",
        "ALTER TABLE departing OWNER TO fes",
        "CREATE TABLE staying (id bigserial PRIMARY KEY)",
        "ALTER TABLE staying OWNER TO fes",
        "CREATE PUBLICATION staying FOR TABLE staying",
        "SELECT pg_create_logical_replication_slot('staying', 'pgoutput')");
    BOTH.forEach(this::apply);
    assertThat(slots()).containsAll(BOTH);
    assertThat(publications()).containsAll(BOTH);

    BOTH.forEach(this::remove);
    assertThat(slots()).contains("staying").doesNotContain("departing");
    assertThat(publications()).contains("staying").doesNotContain("departing");

    apply("departing");
    assertThat(slots()).as("the same resource begins anew").containsAll(BOTH);
    remove("departing");
    assertThat(slots()).doesNotContain("departing");
  }

  private void apply(String name) {
    house.fes().apply(name + ".yaml", manifest(name));
    new StreamView(house.fes(), name).awaitState("Running");
  }

  private void remove(String name) {
    house.fes().remove(name + ".yaml");
    await().atMost(GONE).until(() -> new StreamView(house.fes(), name).isGone());
  }

  private Set<String> slots() {
    return names("SELECT slot_name FROM pg_replication_slots");
  }

  private Set<String> publications() {
    return names("SELECT pubname FROM pg_publication");
  }

  private Set<String> names(String query) {
    try (Connection connection = postgres.connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      Set<String> names = new TreeSet<>();
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String manifest(String name) {
    return """
        apiVersion: zalando.org/v1
        kind: FabricEventStream
        metadata:
          name: NAME
        spec:
          applicationId: departures
          eventStreams:
            - source:
                type: PostgresLogicalReplication
                jdbcConnection:
                  slotName: NAME
                  jdbcUrl: "jdbc:postgresql://db.example:5432/orders?user=fes"
                table:
                  name: NAME
              sink:
                type: SqsStandard
                queueName: "QUEUE"
        """
        .replace("NAME", name)
        .replace("QUEUE", QUEUE);
  }
}
