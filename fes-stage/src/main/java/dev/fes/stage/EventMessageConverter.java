package dev.fes.stage;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/** Hands a record to the stage as an event in flight: no header mapping, no copy of its bytes. */
final class EventMessageConverter implements RecordMessageConverter {

  @Override
  @SuppressWarnings("unchecked")
  public Message<?> toMessage(
      ConsumerRecord<?, ?> found,
      @Nullable Object acknowledgment,
      @Nullable Object consumer,
      @Nullable Type type) {
    if (!(acknowledgment instanceof Acknowledgment upstream)) {
      throw new IllegalStateException(
          "the input binding must confirm by hand: set its ack-mode to MANUAL");
    }
    if (!(consumer instanceof Consumer<?, ?> reader)) {
      throw new IllegalStateException("the input binding must say who has read a record");
    }
    InFlight arrived =
        new InFlight(
            EventRecords.read((ConsumerRecord<byte[], byte[]>) found), upstream::acknowledge);
    TopicPartition partition = new TopicPartition(found.topic(), found.partition());
    return new GenericMessage<>(
        new Received(arrived, reader, partition, found.offset()), new Bare());
  }

  @Override
  public ProducerRecord<?, ?> fromMessage(Message<?> message, @Nullable String defaultTopic) {
    throw new IllegalStateException("stages write records through their output binding's producer");
  }

  /** Headers without the random id and the timestamp that nobody reads. */
  private static final class Bare extends MessageHeaders {
    private static final long serialVersionUID = 1L;

    Bare() {
      super(Map.of(), ID_VALUE_NONE, -1L);
    }
  }
}
