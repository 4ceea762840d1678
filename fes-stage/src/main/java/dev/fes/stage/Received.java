package dev.fes.stage;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * An event as it has come from Kafka.
 *
 * @param consumer who has read it; only its own thread may ask it anything
 */
record Received(InFlight event, Consumer<?, ?> consumer, TopicPartition partition, long offset) {}
