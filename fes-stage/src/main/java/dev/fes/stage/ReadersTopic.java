package dev.fes.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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
    byte[] found = newest().get(reader);
    return found == null ? null : parse(reader, found, type);
  }

  /**
   * What is remembered under every key, of whatever shape.
   *
   * @throws StageFailure if it cannot be known now
   */
  public Map<String, JsonNode> readAll() {
    Map<String, JsonNode> all = new TreeMap<>();
    newest().forEach((key, value) -> all.put(key, parse(key, value, JsonNode.class)));
    return all;
  }

  /**
   * What is remembered under the keys that begin so.
   *
   * @throws StageFailure if it cannot be known now
   */
  public <R> List<R> readAll(String beginning, Class<R> type) {
    return newest().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(beginning))
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> parse(entry.getKey(), entry.getValue(), type))
        .toList();
  }

  /** Replaces the reader's record; {@code durable} runs once it is safe. */
  public void write(Object value, String position, Runnable durable) {
    write(reader, value, position, durable);
  }

  /** Replaces the record under another key than the reader's. */
  public void write(String key, Object value, String position, Runnable durable) {
    String id = EventId.of(key, position).toString();
    Facts facts = new Facts(id, position, Operation.UPDATE, "", 0, null);
    topics.publish(
        topic, new Event(key.getBytes(UTF_8), json.writeValueAsBytes(value), facts), durable);
  }

  /**
   * Takes what is remembered under a key out of the topic, and waits until that is safe.
   *
   * @throws StageFailure if Kafka does not take it now
   */
  public void forget(String key, ProducerFactory<byte[], byte[]> producers) {
    try (Producer<byte[], byte[]> producer = producers.createProducer()) {
      producer
          .send(new ProducerRecord<>(topic, key.getBytes(UTF_8), null))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not take out the record "
                  + key
                  + " of "
                  + topic
                  + ": "
                  + rootMessage(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure(
          Failure.transientFailure("interrupted", "interrupted while " + key + " is forgotten"));
    }
  }

  private Map<String, byte[]> newest() {
    try {
      admin.createOrModifyTopics(
          TopicBuilder.name(topic)
              .partitions(1)
              .compact()
              .config("segment.bytes", SEGMENT_BYTES)
              .build());
      try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, null)) {
        return newest(consumer);
      }
    } catch (KafkaException | org.springframework.kafka.KafkaException | IllegalStateException e) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not tell the reader's record in " + topic + ": " + rootMessage(e)));
    }
  }

  private Map<String, byte[]> newest(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException("the broker does not know its partitions yet");
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, byte[]> newest = new HashMap<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        put(newest, found);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it takes too long");
      }
    }
    return newest;
  }

  private static void put(Map<String, byte[]> newest, ConsumerRecord<byte[], byte[]> found) {
    String key = new String(found.key(), UTF_8);
    byte @Nullable [] value = found.value();
    if (value == null) {
      newest.remove(key);
    } else {
      newest.put(key, value);
    }
  }

  private <R> R parse(String key, byte[] found, Class<R> type) {
    try {
      return json.readValue(found, type);
    } catch (JacksonException e) {
      throw new StageFailure(
          Failure.misconfigured(
              "reader-record",
              "the record of reader " + key + " in topic " + topic + " cannot be read"));
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
