package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.COMPLETE;
import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.change;
import static dev.fes.flow.nakadi.Outbox.convert;
import static dev.fes.flow.nakadi.Outbox.embedded;
import static dev.fes.flow.nakadi.Outbox.flow;
import static dev.fes.flow.nakadi.Outbox.row;
import static dev.fes.flow.nakadi.Outbox.text;
import static dev.fes.flow.nakadi.Outbox.valueOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenericNakadiEventTest {

  private static final Flow.PostgresWalToGenericNakadiEvent WITH_COLUMNS =
      new Flow.PostgresWalToGenericNakadiEvent("payload", "flow", "span");

  private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String TRACE = "00-" + IDS;

  @Test
  void passesACompletePayloadOnUntouched() {
    assertThat(valueOf(text(COMPLETE))).isEqualTo(COMPLETE);
    assertThat(valueOf(embedded(COMPLETE))).isEqualTo(COMPLETE);
  }

  @Test
  void givesAPayloadWithoutMetadataAnIdAndTheTimeOfItsCommit() {
    assertThat(valueOf(text("{\"order\":1}")))
        .isEqualTo("{\"metadata\":{" + GENERATED + "},\"order\":1}");
    assertThat(valueOf(embedded("{\"order\":1}")))
        .isEqualTo("{\"metadata\":{" + GENERATED + "},\"order\":1}");
  }

  @Test
  void givesAnEmptyObjectMetadataAlone() {
    assertThat(valueOf(text("{}"))).isEqualTo("{\"metadata\":{" + GENERATED + "}}");
    assertThat(valueOf(text("{ \n}"))).isEqualTo("{\"metadata\":{" + GENERATED + "} \n}");
  }

  @Test
  void addsOnlyWhatMetadataLacks() {
    assertThat(valueOf(text("{\"metadata\":{\"eid\":\"7\"},\"a\":1}")))
        .isEqualTo(
            "{\"metadata\":{\"occurred_at\":\"2026-11-22T15:44:03.123456Z\",\"eid\":\"7\"},\"a\":1}");
    assertThat(valueOf(text("{\"a\":1,\"metadata\":{\"occurred_at\":\"x\"}}")))
        .isEqualTo(
            "{\"a\":1,\"metadata\":{\"eid\":\"" + Outbox.CHANGE_ID + "\",\"occurred_at\":\"x\"}}");
    assertThat(valueOf(text("{\"metadata\":{}}"))).isEqualTo("{\"metadata\":{" + GENERATED + "}}");
  }

  @Test
  void replacesMetadataThatIsNull() {
    assertThat(valueOf(text("{\"metadata\": null , \"a\":1}")))
        .isEqualTo("{\"metadata\": {" + GENERATED + "} , \"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":\"v2\"}",
        "{\"metadata\":[{\"eid\":1}],\"a\":1}",
        "{\"metadata\":7}"
      })
  void leavesMetadataThatIsNoObjectToTheTargetToJudge(String payload) {
    assertThat(valueOf(text(payload))).isEqualTo(payload);
  }

  @Test
  void looksForMetadataAtTheTopOnly() {
    String nested = "{\"a\":{\"metadata\":{\"eid\":\"1\"}},\"b\":[{\"metadata\":{\"eid\":\"2\"}}]}";

    assertThat(valueOf(text(nested)))
        .isEqualTo("{\"metadata\":{" + GENERATED + "}," + nested.substring(1));
  }

  @Test
  void takesTheLastOfDuplicateFieldsAsParsersDo() {
    assertThat(
            valueOf(text("{\"metadata\":{\"eid\":\"1\",\"occurred_at\":\"x\"},\"metadata\":{}}")))
        .isEqualTo(
            "{\"metadata\":{\"eid\":\"1\",\"occurred_at\":\"x\"},\"metadata\":{"
                + GENERATED
                + "}}");
  }

  @Test
  void recognisesNamesWrittenWithEscapes() {
    String payload = "{\"meta\\u0064ata\":{\"e\\u0069d\":\"7\",\"occurred_at\":\"x\"}}";

    assertThat(valueOf(text(payload))).isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\" :\t1 ,\n \"b\":2 ",
        "\"text\":\"quote \\\" backslash \\\\ slash \\/ tab \\t unit \\u0001 pair \\ud83d\\ude00\"",
        "\"grüße\":\"日本語 😀 \u2028\"",
        "\"n\":[1e400,-0.0,12345678901234567890123456789.000000000000000000000001,1E-9999]",
        "\"deep\":{\"a\":[[[{\"b\":{}}]]]},\"null\":null,\"yes\":true,\"no\":false"
      })
  void keepsEveryOtherByte(String fields) {
    assertThat(valueOf(text("{" + fields + "}")))
        .isEqualTo("{\"metadata\":{" + GENERATED + "}," + fields + "}");
    assertThat(valueOf(embedded("{" + fields + "}")))
        .isEqualTo("{\"metadata\":{" + GENERATED + "}," + fields + "}");
  }

  @Test
  void passesNumbersOfAnyLengthOn() {
    String huge = "{\"n\":" + "9".repeat(20_000) + "}";

    assertThat(valueOf(text(huge))).endsWith(huge.substring(1));
  }

  @Test
  void passesDeeplyNestedAndLargePayloadsOn() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    String large = "{\"deep\":" + deep + ",\"text\":\"" + "ü\\n".repeat(4_000_000) + "\"}";

    assertThat(valueOf(text(large))).endsWith(large.substring(1)).hasSizeGreaterThan(12_000_000);
  }

  @Test
  void stripsWhatStandsAroundTheObject() {
    assertThat(valueOf(text(" \n" + COMPLETE + "\t "))).isEqualTo(COMPLETE);
    assertThat(valueOf(text("\uFEFF" + COMPLETE))).isEqualTo(COMPLETE);
  }

  @Test
  void findsTheColumnWhereverItStands() {
    assertThat(valueOf(row("\"payload\":" + COMPLETE))).isEqualTo(COMPLETE);
    assertThat(valueOf(row("\"x\":{\"payload\":{}},\"y\":[1,\"payload\"],\"payload\":" + COMPLETE)))
        .isEqualTo(COMPLETE);
    assertThat(
            valueOf(
                change("{\"after\":{\"payload\":" + COMPLETE + "},\"before\":{\"payload\":{}}}")))
        .isEqualTo(COMPLETE);
  }

  @Test
  void takesTheRowOfADeleteFromBefore() {
    Event delete =
        change(Operation.DELETE, "{\"before\":{\"payload\":" + COMPLETE + "},\"after\":null}");

    assertThat(valueOf(delete)).isEqualTo(COMPLETE);
  }

  @Test
  void putsFlowIdAndSpanContextFromTheirColumnsIntoMetadata() {
    Event change =
        row("\"span\":{\"traceparent\":\"00-aa-bb-01\"},\"flow\":\"f\\\"1\",\"payload\":{\"a\":1}");

    assertThat(new String(convert(flow(WITH_COLUMNS), change).value(), UTF_8))
        .isEqualTo(
            "{\"metadata\":{"
                + GENERATED
                + ",\"flow_id\":\"f\\\"1\",\"span_ctx\":{\"traceparent\":\"00-aa-bb-01\"}},\"a\":1}");
  }

  @Test
  void leavesFlowIdAndSpanContextThatThePayloadBrings() {
    String payload =
        "{\"metadata\":{\"eid\":\"7\",\"occurred_at\":\"x\",\"flow_id\":\"own\",\"span_ctx\":{}}}";
    Event change =
        row("\"span\":\"{\\\"x\\\":\\\"y\\\"}\",\"flow\":\"column\",\"payload\":" + payload);

    assertThat(new String(convert(flow(WITH_COLUMNS), change).value(), UTF_8)).isEqualTo(payload);
  }

  @Test
  void doesWithoutFlowIdAndSpanContextWhereTheirColumnsAreNull() {
    Event change = row("\"span\":null,\"flow\":null,\"payload\":" + COMPLETE);

    assertThat(new String(convert(flow(WITH_COLUMNS), change).value(), UTF_8)).isEqualTo(COMPLETE);
  }

  @Test
  void takesTheTraceOnFromTheSpanContext() {
    Event change =
        row(
            "\"payload\":{},\"flow\":null,\"span\":\"{\\\"a\\\":[1],\\\"traceparent\\\":\\\""
                + TRACE
                + "\\\"}\"");

    assertThat(convert(flow(WITH_COLUMNS), change).facts().traceparent()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-1-2-01", "\\u0001", "Łódź", ""})
  void takesOnNothingThatIsNoTraceContext(String traceparent) {
    Event change =
        row("\"payload\":{},\"flow\":null,\"span\":{\"traceparent\":\"" + traceparent + "\"}");

    assertThat(convert(flow(WITH_COLUMNS), change).facts().traceparent()).isNull();
  }

  @Test
  void leavesOutWhatALaterVersionOfTraceContextAdds() {
    Event change =
        row("\"payload\":{},\"flow\":null,\"span\":{\"traceparent\":\"01-" + IDS + "-\\u0001\"}");

    assertThat(convert(flow(WITH_COLUMNS), change).facts().traceparent()).isEqualTo(TRACE);
  }

  @Test
  void keepsTheIdOfTheChangeAlsoWhereThePayloadHasItsOwn() {
    Facts facts = convert(flow(), text(COMPLETE)).facts();

    assertThat(facts).isEqualTo(Outbox.facts(Operation.INSERT, Outbox.CHANGE_ID));
  }

  @Test
  void makesAUuidOfAnIdThatIsNone() {
    Event change = text("{}");
    Event byHand = new Event(change.key(), change.value(), change.facts().withId("topic-0-17"));

    assertThat(new String(convert(flow(), byHand).value(), UTF_8))
        .contains(EventId.of("topic-0-17").toString());
  }

  @Test
  void makesTheSameBytesOfTheSameChange() {
    assertThat(convert(flow(), text("{\"a\":1}")).value())
        .isEqualTo(convert(flow(), text("{\"a\":1}")).value());
  }
}
