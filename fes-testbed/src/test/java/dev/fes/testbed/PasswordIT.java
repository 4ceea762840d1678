package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database's password is changed in place, as those who rotate it do. */
@Tag("full")
@ExtendWith(RunningFes.class)
class PasswordIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final String TYPE = "my-important-business-events";
  private static final String NEXT = "the next one";

  private final House house;
  private final StreamView stream;

  PasswordIT(House house) {
    this.house = house;
    this.stream = new StreamView(house.fes(), "my-application");
  }

  @Test
  void aRotatedPasswordIsTakenFromItsFileAndNothingIsLost() throws IOException {
    long reader = stream.pid("source");
    write("before");
    rotate();
    await().atMost(ARRIVAL).until(() -> !stream.described("source").startsWith("Running"));
    assertThat(stream.described("source")).contains("password");
    write("while it is wrong");
    Path file = house.fes().configuration().resolveSibling("secrets").resolve("database-password");
    Files.writeString(file, NEXT);
    awaitPublished("before");
    awaitPublished("while it is wrong");
    house.awaitRunning();
    assertThat(stream.pid("source")).as("no process has ended").isEqualTo(reader);
  }

  private void rotate() {
    PostgresServer postgres = house.testbed().postgres();
    postgres.changePassword(LocalInstallation.DATABASE_USER, NEXT);
    postgres.disconnect(LocalInstallation.DATABASE_USER);
  }

  private void write(String when) {
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "INSERT INTO my_events_outbox (my_event_payload) VALUES ('{\"rotated\": \"%s\"}')"
                .formatted(when));
  }

  private void awaitPublished(String when) {
    await()
        .atMost(ARRIVAL)
        .until(
            () ->
                house.testbed().nakadi().published(TYPE).stream()
                    .anyMatch(event -> event.text().contains("\"" + when + "\"")));
  }
}
