package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.CHANGE_ID;
import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.change;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.flow.OrderingKey;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemNakadiEventTest {

  private static final String RECORD =
      "{\"eventName\":\"MODIFY\",\"Keys\":{\"id\":1},\"OldImage\":{\"id\":1,\"n\":1.10},"
          + "\"NewImage\":{\"id\":1,\"n\":1e400,\"tags\":[\"ü\"]},\"SequenceNumber\":\"7\"}";

  @Test
  void isTheItemAfterTheChange() {
    assertThat(text(convert(Operation.UPDATE, RECORD)))
        .isEqualTo("{\"metadata\":{" + GENERATED + "},\"id\":1,\"n\":1e400,\"tags\":[\"ü\"]}");
  }

  @Test
  void isTheItemBeforeItWasRemoved() {
    assertThat(text(convert(Operation.DELETE, RECORD)))
        .isEqualTo("{\"metadata\":{" + GENERATED + "},\"id\":1,\"n\":1.10}");
  }

  @Test
  void completesTheMetadataOfAnItemThatHasSome() {
    String item =
        "{\"NewImage\":{\"id\":1,\"metadata\":{\"occurred_at\":\"x\",\"flow_id\":\"f\"}}}";

    assertThat(text(convert(Operation.INSERT, item)))
        .isEqualTo(
            "{\"id\":1,\"metadata\":{\"eid\":\""
                + CHANGE_ID
                + "\",\"occurred_at\":\"x\",\"flow_id\":\"f\"}}");
  }

  @Test
  void keepsOrderWithinTheItemsKeyUnlessFieldsAreNamed() {
    assertThat(convert(Operation.UPDATE, RECORD).key()).asString(UTF_8).isEqualTo("orders-1a2b3c");
    assertThat(convert(Operation.UPDATE, RECORD, "id").key()).asString(UTF_8).isEqualTo("1");
  }

  @Test
  void refusesARecordWithoutTheItemAndSaysWhatToSet() {
    Failure failure = failure(Operation.INSERT, "{\"Keys\":{\"id\":1}}");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_EVENT);
    assertThat(failure.message()).contains("NewImage", "NEW_AND_OLD_IMAGES");
    assertThat(failure(Operation.DELETE, "{\"NewImage\":{}}").message()).contains("OldImage");
    assertThat(failure(Operation.INSERT, "{\"NewImage\":{\"a\":1").reason())
        .isEqualTo("change-not-json");
  }

  private static Event convert(Operation operation, String json, String... keyFields) {
    var flow = new ItemNakadiEvent(new OrderingKey(List.of(keyFields)));
    return flow.apply(List.of(change(operation, json))).getFirst();
  }

  private static Failure failure(Operation operation, String json) {
    return catchThrowableOfType(StageFailure.class, () -> convert(operation, json)).failure();
  }

  private static String text(Event event) {
    return new String(event.value(), UTF_8);
  }
}
