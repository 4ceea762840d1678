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
    Headers headers = found.headers();
    Facts facts =
        new Facts(
            text(headers, ID, placeOf(found)),
            text(headers, POSITION, ""),
            operation(headers),
            text(headers, TABLE, ""),
            number(headers, COMMITTED_AT, found.timestamp() * 1000),
            text(headers, TRACEPARENT));
    return new Event(
        orEmpty(found.key()), orEmpty(found.value()), facts, fault(headers), replay(headers));
  }

  private static @Nullable Fault fault(Headers headers) {
    String error = text(headers, FAULT);
    if (error == null) {
      return null;
    }
    return new Fault(
        text(headers, FAULT_STAGE, ""), error, (int) number(headers, FAULT_ATTEMPTS, 1));
  }

  private static @Nullable Replay replay(Headers headers) {
    String letter = text(headers, REPLAY);
    return letter == null
        ? null
        : new Replay(Long.parseLong(letter), (int) number(headers, REPLAY_ATTEMPTS, 0));
  }

  private static Operation operation(Headers headers) {
    return Operation.valueOf(text(headers, OPERATION, Operation.INSERT.name()));
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static long number(Headers headers, String name, long otherwise) {
    String value = text(headers, name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  private static String text(Headers headers, String name, String otherwise) {
    String value = text(headers, name);
    return value == null ? otherwise : value;
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private static byte[] orEmpty(byte @Nullable [] bytes) {
    return bytes == null ? EMPTY : bytes;
  }
}
