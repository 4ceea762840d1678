package dev.fes.sink.sqs;

import static dev.fes.sink.sqs.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import org.junit.jupiter.api.Test;

class MessageWriterTest {

  private static final String STREAM = "shop/orders/orders-1a2b3c";

  private final Event event = event(1, "a");
  private final Event letter = event.withFault(new Fault("sink", "is bad", 1));

  @Test
  void aLetterIsNoCopyOfItsEvent() {
    assertThat(deduplicationId(event)).isEqualTo(Hash.of(STREAM, "id-1"));
    assertThat(deduplicationId(letter)).isEqualTo(Hash.of("dead-letter", STREAM, "id-1"));
  }

  @Test
  void theLetterOfAReplayedEventIsNoCopyOfTheLetterBefore() {
    assertThat(deduplicationId(letter.withReplay(new Replay(5, 1))))
        .isEqualTo(deduplicationId(letter.withReplay(new Replay(5, 2))))
        .isNotEqualTo(deduplicationId(letter))
        .isNotEqualTo(deduplicationId(letter.withReplay(new Replay(6, 1))));
  }

  @Test
  void aReplayedEventThatPassesIsACopyOfItself() {
    assertThat(deduplicationId(event.withReplay(new Replay(5, 1))))
        .isEqualTo(deduplicationId(event));
  }

  private static String deduplicationId(Event event) {
    Message message = new MessageWriter("orders-1a2b3c", STREAM, true).write(event, "0", "a");
    return ((Message.Entry) message).entry().messageDeduplicationId();
  }
}
