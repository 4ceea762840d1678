package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A slot that is dropped with unread rows behind it is said, never silently made again. */
@ExtendWith(RunningFes.class)
class SlotLostIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String EXAMPLE = "postgres-outbox-to-sqs.yaml";
  private static final String SLOT = "fes_shipping";
  private static final Pattern MEND = Pattern.compile("accept-gap=([0-9A-F]+/[0-9A-F]+)");

  private final House house;
  private final PostgresServer postgres;
  private final StreamView stream;
  private final String queue;
  private final List<Integer> published = new ArrayList<>();

  SlotLostIT(House house) {
    this.house = house;
    this.postgres = house.testbed().postgres();
    this.stream = new StreamView(house.fes(), "shipping");
    this.queue = house.testbed().sqs().url("shipments");
  }

  @Test
  void aLostSlotFailsTheStreamUntilAPersonAcceptsTheGap() {
    write(1, 5);
    awaitPublished(1, 2, 3, 4, 5);
    loseSlotBehind(6, 10);
    String position = positionToAccept();
    write(11, 12);
    staysFailedAndPublishesNothing();

    annotate("fes.zalando.org/accept-gap: \"" + position + '"');
    stream.awaitState("Running");
    write(13, 15);
    awaitPublished(1, 2, 3, 4, 5, 13, 14, 15);
    assertThat(hasSlot("")).isTrue();
    annotate("");
  }

  /** While nobody reads it, as after an operator's mistake. */
  private void loseSlotBehind(int first, int last) {
    annotate("fes.zalando.org/paused: \"true\"");
    stream.awaitState("Paused");
    write(first, last);
    await().atMost(ARRIVAL).until(() -> !hasSlot(" AND active"));
    postgres.execute("orders", "SELECT pg_drop_replication_slot('%s')".formatted(SLOT));
    annotate("");
  }

  private String positionToAccept() {
    stream.awaitState("Failed");
    assertThat(stream.error()).contains("slot lost", "slot " + SLOT, "is gone");
    Matcher mend = MEND.matcher(stream.error());
    assertThat(mend.find()).as("names the mend: %s", stream.error()).isTrue();
    return mend.group(1);
  }

  private void staysFailedAndPublishesNothing() {
    await()
        .during(A_WHILE)
        .atMost(ARRIVAL)
        .untilAsserted(
            () -> {
              assertThat(hasSlot("")).isFalse();
              assertThat(published()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
            });
    stream.awaitState("Failed");
  }

  private void annotate(String annotations) {
    ExampleManifest manifest = ExampleManifest.read(RunningFes.HOME, EXAMPLE);
    house.fes().apply(EXAMPLE, manifest.annotated(annotations).text());
  }

  private boolean hasSlot(String condition) {
    String query =
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '%s'%s"
            .formatted(SLOT, condition);
    try (Connection connection = postgres.connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getInt(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(int first, int last) {
    String row =
        "INSERT INTO shipments_outbox (payload)"
            + " SELECT json_build_object('lost', n) FROM generate_series(%d, %d) n";
    postgres.execute("orders", row.formatted(first, last));
  }

  private void awaitPublished(Integer... rows) {
    await()
        .atMost(ARRIVAL)
        .untilAsserted(() -> assertThat(published()).containsExactlyInAnyOrder(rows));
  }

  private List<Integer> published() {
    house.testbed().sqs().receive(queue, 10, LOOK).stream()
        .map(message -> JsonMapper.shared().readTree(message.body()).path("lost"))
        .filter(JsonNode::isInt)
        .forEach(lost -> published.add(lost.asInt()));
    return published;
  }
}
