package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** A slot that is dropped with unread rows behind it is said, never silently made again. */
@ExtendWith(RunningFes.class)
class SlotLostIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(3);
  private static final String TYPE = "slot-lost-events";
  private static final Pattern MEND = Pattern.compile("accept-gap=([0-9A-F]+/[0-9A-F]+)");

  private final House house;

  SlotLostIT(House house) {
    this.house = house;
  }

  @Test
  void aLostSlotFailsTheStreamUntilAPersonAcceptsTheGap() {
    house.testbed().nakadi().createEventType(TYPE, "business");
    try (OwnStream stream = OwnStream.open(house, "slotlost", "type: Nakadi, eventType: " + TYPE)) {
      write(stream, 1, 5);
      awaitPublished(1, 2, 3, 4, 5);
      loseSlotBehind(stream, 6, 10);
      String position = positionToAccept(stream);
      write(stream, 11, 12);
      staysFailedAndPublishesNothing(stream);

      stream.annotate(Map.of("fes.zalando.org/accept-gap", position));
      stream.view().awaitState("Running");
      write(stream, 13, 15);
      awaitPublished(1, 2, 3, 4, 5, 13, 14, 15);
      assertThat(stream.hasSlot()).isTrue();
    }
  }

  /** While nobody reads it, as after an operator's mistake. */
  private void loseSlotBehind(OwnStream stream, int first, int last) {
    stream.annotate(Map.of("fes.zalando.org/paused", "true"));
    stream.view().awaitState("Paused");
    write(stream, first, last);
    stream.dropSlot();
    stream.annotate(Map.of());
  }

  private static String positionToAccept(OwnStream stream) {
    stream.view().awaitState("Failed");
    String error = stream.view().error();
    assertThat(error).contains("slot lost", "slot " + stream.slot(), "is gone");
    Matcher mend = MEND.matcher(error);
    assertThat(mend.find()).as("names the mend: %s", error).isTrue();
    return mend.group(1);
  }

  private void staysFailedAndPublishesNothing(OwnStream stream) {
    await()
        .during(A_WHILE)
        .atMost(ARRIVAL)
        .untilAsserted(
            () -> {
              assertThat(stream.hasSlot()).isFalse();
              assertThat(published()).containsExactly(1, 2, 3, 4, 5);
            });
    stream.view().awaitState("Failed");
  }

  private void write(OwnStream stream, int first, int last) {
    String row =
        "INSERT INTO %s (payload) SELECT json_build_object('n', n) FROM generate_series(%d, %d) n";
    house.testbed().postgres().execute("orders", row.formatted(stream.table(), first, last));
  }

  private void awaitPublished(Integer... rows) {
    await().atMost(ARRIVAL).untilAsserted(() -> assertThat(published()).containsExactly(rows));
  }

  private List<Integer> published() {
    return house.testbed().nakadi().published(TYPE).stream()
        .map(event -> JsonMapper.shared().readTree(event.text()).path("n").asInt())
        .toList();
  }
}
