package dev.fes.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The memory of readers as a compacted Kafka topic: a record for each, keyed by its name. */
public final class ReadersTopic {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String SEGMENT_BYTES = Integer.toString(16 * 1024 * 1024);

  private final JsonMapper json = new JsonMapper();
  private final String topic;
  private final String reader;
  private final ConsumerFactory<byte[], byte[]> consumers;
  private final KafkaAdmin admin;
  private final Topics topics;

  public ReadersTopic(
      String topic,
      String reader,
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaAdmin admin,
      Topics topics) {
    this.topic = topic;
    this.reader = reader;
    this.consumers = consumers;
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * The reader's record; null if it has none.
   *
   * @throws StageFailure if it cannot be known now
   */
  public <R> @Nullable R read(Class<R> type) {
    try {
      admin.createOrModifyTopics(
          TopicBuilder.name(topic)
              .partitions(1)
              .compact()
              .config("segment.bytes", SEGMENT_BYTES)
              .build());
      try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, null)) {
        byte[] found = last(consumer);
        return found == null ? null : parse(found, type);
      }
    } catch (KafkaException | org.springframework.kafka.KafkaException | IllegalStateException e) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not tell the reader's record in " + topic + ": " + rootMessage(e)));
    }
  }

  /** Replaces the reader's record; {@code durable} runs once it is safe. */
  public void write(Object value, String position, Runnable durable) {
    String id = EventId.of(reader, position).toString();
    Facts facts = new Facts(id, position, Operation.UPDATE, "", 0, null);
    topics.publish(
        topic, new Event(reader.getBytes(UTF_8), json.writeValueAsBytes(value), facts), durable);
  }

  private byte @Nullable [] last(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    byte[] key = reader.getBytes(UTF_8);
    byte[] last = null;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        last = Arrays.equals(key, found.key()) ? found.value() : last;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it takes too long");
      }
    }
    return last;
  }

  private <R> R parse(byte[] found, Class<R> type) {
    try {
      return json.readValue(found, type);
    } catch (JacksonException e) {
      throw new StageFailure(
          Failure.misconfigured(
              "reader-record",
              "the record of reader " + reader + " in topic " + topic + " cannot be read"));
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
