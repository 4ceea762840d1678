package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.CHANGE_ID;
import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.change;
import static dev.fes.flow.nakadi.Outbox.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fes.api.Flow.PostgresWalToNakadiDataEvent;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.OrderingKey;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NakadiDataEventTest {

  private static final PostgresWalToNakadiDataEvent PLAIN =
      new PostgresWalToNakadiDataEvent(null, null, null, null, null);
  private static final PostgresWalToNakadiDataEvent COLUMNS =
      new PostgresWalToNakadiDataEvent("data_type", null, "data_op", "metadata", "data");

  @Test
  void isTheWholeRowOfItsTableUnlessColumnsAreNamed() {
    String columns = "\"id\":1,\"name\":\"ü\\n\",\"tags\":[1,{}],\"price\":12.50,\"gone\":null";

    assertThat(text(PLAIN, row(columns)))
        .isEqualTo(event(GENERATED, "outbox", "C", "{" + columns + "}"));
    assertThat(text(PLAIN, row(""))).isEqualTo(event(GENERATED, "outbox", "C", "{}"));
  }

  @ParameterizedTest
  @CsvSource({"INSERT, C", "UPDATE, U", "DELETE, D", "SNAPSHOT, S"})
  void saysWhatHappenedToTheRow(Operation operation, String letter) {
    Event change = change(operation, "{\"before\":{\"id\":1},\"after\":{\"id\":1}}");

    assertThat(text(PLAIN, change)).isEqualTo(event(GENERATED, "outbox", letter, "{\"id\":1}"));
  }

  @Test
  void takesEachPartFromItsColumn() {
    Event outbox =
        row(
            "\"id\":1,\"data\":\"{\\\"n\\\": 1.50}\",\"data_op\":\"S\",\"data_type\":\"order\","
                + "\"metadata\":{\"flow_id\":\"f\"}");

    assertThat(text(COLUMNS, outbox))
        .isEqualTo(event(GENERATED + ",\"flow_id\":\"f\"", "order", "S", "{\"n\": 1.50}"));
  }

  @Test
  void leavesThePartsOutOfTheRowThatIsTheData() {
    var columns = new PostgresWalToNakadiDataEvent("kind", null, "op", "meta", null);
    Event change = row("\"kind\":\"a\\\"b\",\"id\":1,\"op\":\"D\",\"text\":\"x,y\",\"meta\":null");

    assertThat(text(columns, change))
        .isEqualTo(event(GENERATED, "a\\\"b", "D", "{\"id\":1,\"text\":\"x,y\"}"));
  }

  @Test
  void namesAFixedType() {
    var columns = new PostgresWalToNakadiDataEvent(null, "shop:order", null, null, null);

    assertThat(text(columns, row("\"id\":1")))
        .isEqualTo(event(GENERATED, "shop:order", "C", "{\"id\":1}"));
  }

  @ParameterizedTest
  @CsvSource({"Odd.Schema, orders", "public, order.lines", "a.b, c.d", "public, orders"})
  void isNamedAfterTheTableThoughNamesHaveDots(String schema, String table) {
    String source = "{\"schema\":\"" + schema + "\",\"table\":\"" + table + "\"}";
    Event change =
        new Event(
            new byte[0],
            ("{\"before\":null,\"after\":{\"id\":1},\"source\":" + source + "}").getBytes(UTF_8),
            new Facts(CHANGE_ID, "0/1", Operation.INSERT, schema + "." + table, 0, null));

    assertThat(text(PLAIN, change)).contains("\"data_type\":\"" + table + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"{\\\"eid\\\":\\\"7\\\"}\"", "{\"eid\":\"7\"}"})
  void addsToItsMetadataOnlyWhatTheyLack(String metadata) {
    var columns = new PostgresWalToNakadiDataEvent(null, null, null, "metadata", null);

    assertThat(text(columns, row("\"metadata\":" + metadata)))
        .isEqualTo(
            event(
                "\"occurred_at\":\"2026-11-22T15:44:03.123456Z\",\"eid\":\"7\"",
                "outbox",
                "C",
                "{}"));
    assertThat(text(columns, row("\"metadata\":{}"))).contains(CHANGE_ID);
  }

  @Test
  void isOrderedByFieldsOfItsData() {
    assertThat(convert(PLAIN, row("\"a\":{\"b\":\"x\"},\"id\":7"), "id", "a.b").key())
        .asString(UTF_8)
        .isEqualTo("7|x");
    assertThat(
            convert(
                    COLUMNS,
                    row(
                        "\"data\":{\"id\":8},\"data_op\":\"C\",\"data_type\":\"t\",\"metadata\":null"),
                    "id")
                .key())
        .asString(UTF_8)
        .isEqualTo("8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"data_op\":\"X\"|data_op|operation-unknown",
        "\"data_op\":\"c\"|data_op|operation-unknown",
        "\"data_op\":null|data_op|column-not-text",
        "\"data_op\":\"C\"|metadata|column-missing",
        "\"data_op\":\"C\",\"metadata\":[]|metadata|column-not-object",
        "\"data_op\":\"C\",\"metadata\":\"{\"|metadata|column-not-json",
        "\"data_op\":\"C\",\"metadata\":null,\"data_type\":null|data_type|column-not-text",
        "\"data_op\":\"C\",\"metadata\":null,\"data_type\":\"t\"|data|column-missing",
        "\"data_op\":\"C\",\"metadata\":null,\"data_type\":\"t\",\"data\":null|data|payload-null",
        "\"data_op\":\"C\",\"metadata\":null,\"data_type\":\"t\",\"data\":\"x\"|data|column-not-json"
      })
  void namesTheColumnThatIsWrong(String columns, String column, String reason) {
    Failure failure =
        catchThrowableOfType(StageFailure.class, () -> convert(COLUMNS, row(columns))).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_EVENT);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).startsWith("column " + column + " of public.outbox");
  }

  @Test
  void namesTheMendOfADeleteThatHasNoneOfItsParts() {
    String parts = "\"id\":1,\"data_type\":null,\"data_op\":null,\"metadata\":null,\"data\":null";
    Event delete = change(Operation.DELETE, "{\"before\":{" + parts + "},\"after\":null}");

    Failure failure =
        catchThrowableOfType(StageFailure.class, () -> convert(COLUMNS, delete)).failure();

    assertThat(failure.message()).endsWith("ALTER TABLE … REPLICA IDENTITY FULL");
  }

  private static String event(String metadata, String type, String operation, String data) {
    return "{\"metadata\":{%s},\"data_type\":\"%s\",\"data_op\":\"%s\",\"data\":%s}"
        .formatted(metadata, type, operation, data);
  }

  private static String text(PostgresWalToNakadiDataEvent columns, Event change) {
    return new String(convert(columns, change).value(), UTF_8);
  }

  private static Event convert(
      PostgresWalToNakadiDataEvent columns, Event change, String... keyFields) {
    var flow = new NakadiDataEvent(columns, new OrderingKey(List.of(keyFields)));
    return flow.apply(List.of(change)).getFirst();
  }
}
