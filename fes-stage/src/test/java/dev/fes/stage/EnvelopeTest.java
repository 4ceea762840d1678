package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EnvelopeTest {

  private static final Fault FAULT = new Fault("sink", "is bad", 3);

  private final Envelope envelope = new Envelope("orders");

  @Test
  void aFirstLettersIdIsAFunctionOfStreamAndEvent() {
    assertThat(eid(null)).isEqualTo(EventId.of("dead-letter", "orders", "a").toString());
  }

  @Test
  void theLetterOfAReplayedEventHasAnIdOfItsOwnThatStays() {
    assertThat(eid(new Replay(5, 1)))
        .isEqualTo(eid(new Replay(5, 2)))
        .isNotEqualTo(eid(null))
        .isNotEqualTo(eid(new Replay(6, 1)));
  }

  @Test
  void keepsWhichLetterWasReplayed() {
    Replay replay = new Replay(5, 1);
    assertThat(envelope.withoutPayload(event("a").withReplay(replay), FAULT).replay())
        .isEqualTo(replay);
  }

  private String eid(@Nullable Replay replay) {
    Event letter = envelope.of(event("a").withReplay(replay), FAULT);
    return JsonMapper.shared()
        .readTree(new String(letter.value(), UTF_8))
        .at("/metadata/eid")
        .asString();
  }
}
