package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.change;
import static dev.fes.flow.nakadi.Outbox.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.flow.OrderingKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProducerNakadiEventTest {

  private static final String BODY = "\"event_body_data\":\"{\\\"code\\\": \\\"WH\\\"}\"";
  private static final String ROW =
      "\"id\":213,\"event_type\":\"wh.change\","
          + BODY
          + ",\"flow_id\":\"f\",\"created\":\"2026-11-22T14:30:05.5Z\",\"last_modified\":\"x\","
          + "\"locked_by\":null,\"locked_until\":null,\"compaction_key\":\"k\"";

  @Test
  void hasTheMetadataThatTheLibraryWouldGive() {
    assertThat(text(row(ROW + ",\"eid\":\"a2b5b7d4-61ff-4f2f-93c4-0e6d3a3a0d6e\"")))
        .isEqualTo(
            "{\"metadata\":{\"eid\":\"a2b5b7d4-61ff-4f2f-93c4-0e6d3a3a0d6e\","
                + "\"occurred_at\":\"2026-11-22T14:30:05.5Z\",\"event_type\":\"wh.change\","
                + "\"flow_id\":\"f\",\"partition_compaction_key\":\"k\"},\"code\": \"WH\"}");
  }

  @Test
  void makesAnIdOfTheRowsNumberWhereNoneIsStored() {
    assertThat(text(row(ROW + ",\"eid\":null")))
        .contains("\"eid\":\"00000000-0000-0000-0000-0000000000d5\"");
    assertThat(text(row(ROW))).contains("\"eid\":\"00000000-0000-0000-0000-0000000000d5\"");
  }

  @Test
  void needsTheBodyAlone() {
    assertThat(text(row(BODY))).isEqualTo("{\"metadata\":{" + GENERATED + "},\"code\": \"WH\"}");
    assertThatThrownBy(() -> convert(row("\"id\":1"))).hasMessageContaining("event_body_data");
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"UPDATE", "DELETE"})
  void isNothingWhereTheLibraryLocksOrDeletesARow(Operation operation) {
    assertThat(convert(change(operation, "{\"before\":{},\"after\":{}}"))).isEmpty();
  }

  private static String text(Event change) {
    return new String(convert(change).getFirst().value(), UTF_8);
  }

  private static List<Event> convert(Event change) {
    return new ProducerNakadiEvent(new OrderingKey(List.of())).apply(List.of(change));
  }
}
