package dev.fes.stage;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * An event as it has come from Kafka.
 *
 * @param consumer who has read it; only its own thread may ask it anything
 */
record Received(InFlight event, Consumer<?, ?> consumer, TopicPartition partition, long offset) {

  /** Whether it surely ends its poll: the reader stands right behind it, and reads nothing else. */
  boolean isLast() {
    try {
      return consumer.position(partition, Duration.ZERO) == offset + 1
          && consumer.assignment().size() == 1;
    } catch (KafkaException notKnownAtOnce) {
      return false;
    }
  }
}
