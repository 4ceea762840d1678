package dev.fes.stage;

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
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Events as Kafka records: key and value untouched, facts and fault as headers of UTF-8 text. */
final class EventRecords {

  private static final String TRACEPARENT = "traceparent";
  private static final byte[] EMPTY = {};

  private EventRecords() {}

  static ProducerRecord<byte[], byte[]> write(String topic, Event event) {
    var written = new ProducerRecord<>(topic, event.key(), event.value());
    Facts facts = event.facts();
    Headers headers = written.headers();
    put(headers, ID, facts.id());
    put(headers, POSITION, facts.position());
    put(headers, OPERATION, facts.op().name());
    put(headers, TABLE, facts.table());
    put(headers, COMMITTED_AT, Long.toString(facts.committedAtMicros()));
    put(headers, TRACEPARENT, facts.traceparent());
    Fault fault = event.fault();
    if (fault != null) {
      put(headers, FAULT, fault.error());
      put(headers, FAULT_STAGE, fault.stage());
      put(headers, FAULT_ATTEMPTS, Integer.toString(fault.attempts()));
    }
    Replay replay = event.replay();
    if (replay != null) {
      put(headers, REPLAY, Long.toString(replay.letter()));
      put(headers, REPLAY_ATTEMPTS, Integer.toString(replay.attempts()));
    }
    return written;
  }

  /** Reads any record: one whose headers make no sense is an event with a fault. */
  static Event read(ConsumerRecord<byte[], byte[]> found) {
    try {
      return readStrictly(found);
    } catch (IllegalArgumentException e) {
      Facts facts =
          new Facts(placeOf(found), "", Operation.INSERT, "", found.timestamp() * 1000, null);
      Fault fault = new Fault("input", "the record's headers cannot be read: " + e.getMessage(), 1);
      return new Event(orEmpty(found.key()), orEmpty(found.value()), facts, fault);
    }
  }

  private static String placeOf(ConsumerRecord<?, ?> found) {
    return found.topic() + "-" + found.partition() + "-" + found.offset();
  }

  private static Event readStrictly(ConsumerRecord<byte[], byte[]> found) {
    Texts texts = new Texts(found.headers());
    Facts facts =
        new Facts(
            texts.id == null ? placeOf(found) : texts.id,
            orEmpty(texts.position),
            texts.operation == null ? Operation.INSERT : Operation.valueOf(texts.operation),
            orEmpty(texts.table),
            texts.committedAt == null
                ? found.timestamp() * 1000
                : Long.parseLong(texts.committedAt),
            texts.traceparent);
    return new Event(
        orEmpty(found.key()), orEmpty(found.value()), facts, texts.fault(), texts.replay());
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static byte[] orEmpty(byte @Nullable [] bytes) {
    return bytes == null ? EMPTY : bytes;
  }

  /** The headers that mean something, the last of each name, found in one pass. */
  private static final class Texts {

    private @Nullable String id;
    private @Nullable String position;
    private @Nullable String operation;
    private @Nullable String table;
    private @Nullable String committedAt;
    private @Nullable String traceparent;
    private @Nullable String fault;
    private @Nullable String faultStage;
    private @Nullable String faultAttempts;
    private @Nullable String replay;
    private @Nullable String replayAttempts;

    private Texts(Headers headers) {
      for (Header header : headers) {
        byte[] value = header.value();
        String text = value == null ? null : new String(value, UTF_8);
        switch (header.key()) {
          case ID -> id = text;
          case POSITION -> position = text;
          case OPERATION -> operation = text;
          case TABLE -> table = text;
          case COMMITTED_AT -> committedAt = text;
          case TRACEPARENT -> traceparent = text;
          case FAULT -> fault = text;
          case FAULT_STAGE -> faultStage = text;
          case FAULT_ATTEMPTS -> faultAttempts = text;
          case REPLAY -> replay = text;
          case REPLAY_ATTEMPTS -> replayAttempts = text;
          default -> {} // not ours
        }
      }
    }

    private @Nullable Fault fault() {
      return fault == null ? null : new Fault(orEmpty(faultStage), fault, number(faultAttempts, 1));
    }

    private @Nullable Replay replay() {
      return replay == null ? null : new Replay(Long.parseLong(replay), number(replayAttempts, 0));
    }

    private static int number(@Nullable String text, int otherwise) {
      return text == null ? otherwise : Integer.parseInt(text);
    }
  }
}
