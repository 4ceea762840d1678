package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The configuration that users copy is the one that every acceptance test runs with. */
@ExtendWith(RunningFes.class)
class LocalConfigurationIT {

  private static final Duration ARRIVAL = Duration.ofMinutes(2);
  private static final String TYPE = "my-important-business-events";
  private static final Path EXAMPLE = Path.of("../deploy/local/fes.yaml");

  private final House house;

  LocalConfigurationIT(House house) {
    this.house = house;
  }

  @Test
  void theExampleNeedsNothingButTheServersOwnAddresses() throws IOException {
    List<String> changed = new ArrayList<>(Files.readAllLines(EXAMPLE));
    changed.removeAll(Files.readAllLines(house.fes().configuration()));
    assertThat(changed).hasSize(7).allMatch(line -> line.contains("localhost:"));
  }

  @Test
  void aRowIsPublishedWithIt() throws SQLException {
    Arrivals arrivals = new NakadiLedger(house.testbed().nakadi(), TYPE);
    Connection connection = house.testbed().postgres().connect("orders");
    try (RowWriter writer = new RowWriter(connection, "my_events_outbox", "my_event_payload", 1)) {
      writer.write(1);
    }
    await().atMost(ARRIVAL).untilAsserted(() -> assertThat(arrivals.all()).hasSize(1));
  }
}
