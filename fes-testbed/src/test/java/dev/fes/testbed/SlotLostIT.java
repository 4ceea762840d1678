package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final House house;
  private final PostgresServer postgres;
  private final StreamView stream;
  private final LostSlot slot;
  private final String queue;
  private final List<Integer> published = new ArrayList<>();

  SlotLostIT(House house) {
    this.house = house;
    this.postgres = house.testbed().postgres();
    this.stream = new StreamView(house.fes(), "shipping");
    this.slot = new LostSlot(house, EXAMPLE, SLOT, stream);
    this.queue = house.testbed().sqs().url("shipments");
  }

  @Test
  void aLostSlotFailsTheStreamUntilAPersonAcceptsTheGap() {
    write(1, 5);
    awaitPublished(1, 2, 3, 4, 5);
    slot.lose(() -> write(6, 10));
    String position = slot.position();
    write(11, 12);
    staysFailedAndPublishesNothing();

    slot.accept(position);
    write(13, 15);
    awaitPublished(1, 2, 3, 4, 5, 13, 14, 15);
    assertThat(slot.exists()).isTrue();
    slot.annotate("");
  }

  private void staysFailedAndPublishesNothing() {
    await()
        .during(A_WHILE)
        .atMost(ARRIVAL)
        .untilAsserted(
            () -> {
              assertThat(slot.exists()).isFalse();
              assertThat(published()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
            });
    stream.awaitState("Failed");
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
