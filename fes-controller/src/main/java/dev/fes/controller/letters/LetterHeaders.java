package dev.fes.controller.letters;

import static dev.fes.api.event.EventHeaders.COMMITTED_AT;
import static dev.fes.api.event.EventHeaders.FAULT;
import static dev.fes.api.event.EventHeaders.FAULT_ATTEMPTS;
import static dev.fes.api.event.EventHeaders.FAULT_STAGE;
import static dev.fes.api.event.EventHeaders.ID;
import static dev.fes.api.event.EventHeaders.OPERATION;
import static dev.fes.api.event.EventHeaders.POSITION;
import static dev.fes.api.event.EventHeaders.REPLAY;
import static dev.fes.api.event.EventHeaders.REPLAY_ATTEMPTS;
import static dev.fes.api.event.EventHeaders.TABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of a letter, as the stages write and read them. */
record LetterHeaders(Headers headers) {

  private static final String SOURCE = "source";

  /** What a stage found out; the event itself had no such header when it arrived there. */
  private static final Set<String> OF_FAULT = Set.of(FAULT, FAULT_STAGE, FAULT_ATTEMPTS);

  private static final Set<String> OF_REPLAY = Set.of(REPLAY, REPLAY_ATTEMPTS);

  String id() {
    return text(ID, "");
  }

  String position() {
    return text(POSITION, "");
  }

  String stage() {
    return text(FAULT_STAGE, "");
  }

  /**
   * The facts of a change.
   *
   * @throws IllegalArgumentException if they cannot be read
   */
  Facts facts(long timestamp) {
    Long committedAt = number(COMMITTED_AT);
    return new Facts(
        id(),
        position(),
        Operation.valueOf(text(OPERATION, Operation.INSERT.name())),
        text(TABLE, ""),
        committedAt == null ? timestamp * 1000 : committedAt,
        null);
  }

  /** Why the source could not render it; null where it could. */
  @Nullable Fault fault() {
    return error().isEmpty() ? null : new Fault(stage(), error(), attempts());
  }

  boolean isOfSource() {
    return stage().equals(SOURCE);
  }

  String error() {
    return text(FAULT, "");
  }

  int attempts() {
    Long attempts = number(FAULT_ATTEMPTS);
    return attempts == null ? 1 : attempts.intValue();
  }

  @Nullable Long origin() {
    return number(REPLAY);
  }

  /**
   * The event as it came to the stage that could not take it, and that it comes once more. What a
   * source could not render stays marked as that.
   */
  static ProducerRecord<byte[], byte[]> replay(
      String topic, ConsumerRecord<byte[], byte[]> letter) {
    LetterHeaders known = new LetterHeaders(letter.headers());
    boolean fromSource = known.isOfSource();
    var event = new ProducerRecord<>(topic, letter.key(), letter.value());
    for (Header header : letter.headers()) {
      if (!OF_REPLAY.contains(header.key()) && (fromSource || !OF_FAULT.contains(header.key()))) {
        event.headers().add(header);
      }
    }
    event.headers().add(REPLAY, Long.toString(letter.offset()).getBytes(UTF_8));
    event.headers().add(REPLAY_ATTEMPTS, Integer.toString(known.attempts()).getBytes(UTF_8));
    return event;
  }

  private @Nullable Long number(String name) {
    String text = text(name, "");
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private String text(String name, String otherwise) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? otherwise : new String(header.value(), UTF_8);
  }
}
