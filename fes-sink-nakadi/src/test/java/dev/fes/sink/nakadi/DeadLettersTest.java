package dev.fes.sink.nakadi;

import static dev.fes.sink.nakadi.Events.event;
import static dev.fes.sink.nakadi.Events.sized;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Fault;
import dev.fes.stage.LetterPublisher;
import dev.fes.stage.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class DeadLettersTest {

  private final NakadiStub nakadi = new NakadiStub();
  private final EventType type = new EventType("dead.letters", nakadi.uri());
  private final Connections connections =
      new Connections(
          new NakadiSettings(
              nakadi.uri(), null, null, null, Duration.ofSeconds(1), Duration.ofSeconds(5), false));
  private final Publisher letters =
      LetterPublisher.inEnvelopes(
          new NakadiPublisher(
              new NakadiClient(type, false, Token.NONE, connections),
              new AnswerReader(type),
              new BatchSettings(200, DataSize.ofMegabytes(4), 1),
              true),
          "orders-1a2b3c",
          NakadiPublisher.LARGEST_EVENT);

  DeadLettersTest() throws IOException {}

  @AfterEach
  void close() {
    connections.close();
    nakadi.close();
  }

  @Test
  void wrapsALetterInAnEnvelopeWithItsFailureAndItsPayloadAsItIs() throws Exception {
    Drain.of(List.of(letter(7, "{\"n\": 1e400}")), letters);

    assertThat(new String(nakadi.requests.getFirst().body(), UTF_8))
        .isEqualTo(
            "[{\"metadata\":{\"eid\":\""
                + EventId.of("dead-letter", "orders-1a2b3c", "id-7")
                + "\",\"occurred_at\":\"2026-11-22T15:44:03.123456Z\"},\"stream\":\"orders-1a2b3c\",\"id\":\"id-7\","
                + "\"position\":\"0/7\",\"stage\":\"sink\",\"error\":\"it is \\\"bad\\\"\",\"attempts\":3,"
                + "\"payload\":{\"n\": 1e400}}]");
  }

  @Test
  void carriesAPayloadThatIsNoJsonAsItsTextOrItsBytes() throws Exception {
    Event bytes =
        new Event(
            new byte[0],
            new byte[] {(byte) 0xff, 0},
            event(3, "").facts(),
            new Fault("flow", "no text", 1));

    Drain.of(List.of(letter(1, "{\"broken"), letter(2, ""), bytes), letters);

    assertThat(nakadi.stored)
        .extracting(letter -> letter.get("payload").asString())
        .containsExactly("{\"broken", "", "/wA=");
  }

  @Test
  void sendsALetterThatIsTooLargeWithoutItsPayloadAtItsPlace() throws Exception {
    Drain drain = Drain.of(List.of(letter(1, "{}"), large(2), letter(3, "{}")), letters);

    assertThat(drain.refused).isEmpty();
    assertThat(nakadi.stored)
        .extracting(letter -> letter.get("id").asString())
        .containsExactly("id-1", "id-2", "id-3");
    assertThat(nakadi.stored)
        .extracting(letter -> letter.has("payload"))
        .containsExactly(true, false, true);
  }

  @Test
  void sendsALetterWhosePayloadIsRefusedWithoutItAtItsPlace() throws Exception {
    nakadi.answers(
        422,
        List.of(
                NakadiStub.item("aborted", "none", ""),
                NakadiStub.item("failed", "validating", "no"))
            .toString());
    Drain drain = Drain.of(List.of(letter(1, "{}"), letter(2, "{\"x\":1}")), letters);

    assertThat(drain.refused).isEmpty();
    assertThat(nakadi.requests).hasSize(2);
    assertThat(nakadi.stored)
        .extracting(letter -> letter.get("id").asString() + " " + letter.has("payload"))
        .containsExactly("id-1 true", "id-2 false");
  }

  @Test
  void refusesALetterThatIsRefusedEvenWithoutItsPayload() throws Exception {
    String refusal = List.of(NakadiStub.item("failed", "validating", "no")).toString();
    nakadi.answers(422, refusal).answers(422, refusal);

    assertThat(Drain.of(List.of(letter(1, "{}")), letters).refused).hasSize(1);
  }

  @Test
  void passesEventsWithoutAFaultOnAsTheyAre() throws Exception {
    Event event = Events.good(1);

    letters.publish(List.of(event));

    assertThat(new String(nakadi.requests.getFirst().body(), UTF_8))
        .isEqualTo("[" + new String(event.value(), UTF_8) + "]");
  }

  private static Event letter(int n, String payload) {
    return event(n, payload).withFault(new Fault("sink", "it is \"bad\"", 3));
  }

  private static Event large(int n) {
    return sized(n, 999_001).withFault(new Fault("sink", "too large", 1));
  }
}
