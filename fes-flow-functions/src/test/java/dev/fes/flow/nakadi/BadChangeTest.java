package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.change;
import static dev.fes.flow.nakadi.Outbox.flow;
import static dev.fes.flow.nakadi.Outbox.row;
import static dev.fes.flow.nakadi.Outbox.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadChangeTest {

  @Test
  void namesColumnTablePositionAndMendOfAPayloadThatIsNull() {
    Failure failure = failureOf(row("\"payload\":null"));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_EVENT);
    assertThat(failure.message())
        .isEqualTo(
            "column payload of public.outbox at 0/16B3748 is null:"
                + " write the event there, or name another payloadColumn");
  }

  @Test
  void saysThatThePayloadColumnIsMissing() {
    assertThat(failureOf(row("\"id\":1")).message())
        .isEqualTo(
            "column payload of public.outbox at 0/16B3748 does not exist: add it, or name another column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "7", "\"text\"", "true", "null", "", "{} {}", "{}{"})
  void refusesATextThatIsNotOneObject(String payload) {
    assertThat(failureOf(text(payload)).message()).contains("column payload of public.outbox");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secret\":12x}",
        "{",
        "{\"secret\"}",
        "{'secret':1}",
        "{\"a\":secret}",
        "{\"a\":1,}"
      })
  void saysWhereJsonBreaksAndNeverWhatItHolds(String payload) {
    Failure failure = failureOf(text(payload));

    assertThat(failure.reason()).isEqualTo("column-not-json");
    assertThat(failure.message()).contains("is broken JSON at byte").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{}]", "7", "true"})
  void refusesAColumnThatHoldsNoObject(String column) {
    assertThat(failureOf(row("\"payload\":" + column)).reason()).isEqualTo("column-not-object");
  }

  @Test
  void refusesADeleteWhoseTableKeepsNoRowForIt() {
    Failure failure = failureOf(change(Operation.DELETE, "{\"before\":null,\"after\":null}"));

    assertThat(failure.message()).contains("REPLICA IDENTITY FULL");
  }

  @Test
  void namesTheMendOfADeleteWhoseRowHasItsKeyAlone() {
    String change = "{\"before\":{\"id\":1,\"payload\":null},\"after\":null}";

    Failure failure = failureOf(change(Operation.DELETE, change));

    assertThat(failure.reason()).isEqualTo("payload-null");
    assertThat(failure.message()).endsWith("ALTER TABLE … REPLICA IDENTITY FULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"before\":", "garbage", "{\"after\":{\"payload\":{\"a\":1"})
  void refusesAChangeThatIsNone(String change) {
    assertThat(failureOf(change(change)).kind()).isEqualTo(Failure.Kind.BAD_EVENT);
  }

  @Test
  void refusesColumnsOfFlowAndTraceThatAreMissingOrOfAnotherKind() {
    var columns = new Flow.PostgresWalToGenericNakadiEvent("payload", "flow", "span");

    assertThat(failureOf(flow(columns), row("\"payload\":{},\"span\":null")).message())
        .contains("column flow");
    assertThat(failureOf(flow(columns), row("\"payload\":{},\"flow\":null")).message())
        .contains("column span");
    assertThat(failureOf(flow(columns), row("\"payload\":{},\"flow\":[1],\"span\":null")).reason())
        .isEqualTo("column-not-text");
    assertThat(
            failureOf(flow(columns), row("\"payload\":{},\"flow\":\"f\",\"span\":\"x\"")).reason())
        .isEqualTo("column-not-json");
  }

  private static Failure failureOf(Event change) {
    return failureOf(flow(), change);
  }

  private static Failure failureOf(GenericNakadiEvent flow, Event change) {
    return catchThrowableOfType(StageFailure.class, () -> flow.apply(List.of(change))).failure();
  }
}
