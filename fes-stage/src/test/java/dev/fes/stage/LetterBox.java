package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A dead-letter topic that has every letter at once. */
final class LetterBox implements TopicWriter.Outlet {

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  TopicWriter writer() {
    return new TopicWriter(
        "orders.dead-letters",
        this,
        why -> {
          throw new AssertionError(why.message());
        });
  }

  /** The letters as the next stage reads them. */
  List<Event> letters() {
    return kafka.history().stream().map(sent -> EventRecords.read(received(sent))).toList();
  }

  List<String> ids() {
    return letters().stream().map(letter -> letter.facts().id()).toList();
  }

  static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    return kafka;
  }

  @Override
  public void reset() {
    kafka.close();
  }
}
