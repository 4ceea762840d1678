package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
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

/** The memory of readers as a compacted Kafka topic, a record for each, keyed by its name. */
final class KafkaReaderRecords implements ReaderRecords {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String SEGMENT_BYTES = Integer.toString(16 * 1024 * 1024);

  private final JsonMapper json = new JsonMapper();
  private final String topic;
  private final String reader;
  private final ConsumerFactory<byte[], byte[]> consumers;
  private final KafkaAdmin admin;
  private final Topics topics;

  KafkaReaderRecords(
      PostgresSourceSettings settings,
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaAdmin admin,
      Topics topics) {
    this.topic = settings.readersTopic();
    this.reader = settings.reader();
    this.consumers = consumers;
    this.admin = admin;
    this.topics = topics;
  }

  @Override
  public @Nullable ReaderRecord read() {
    try {
      admin.createOrModifyTopics(
          TopicBuilder.name(topic)
              .partitions(1)
              .compact()
              .config("segment.bytes", SEGMENT_BYTES)
              .build());
      try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, null)) {
        return read(consumer);
      }
    } catch (KafkaException | org.springframework.kafka.KafkaException | IllegalStateException e) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not tell the reader's record in " + topic + ": " + rootMessage(e)));
    }
  }

  @Override
  public void write(ReaderRecord position, Runnable durable) {
    String id = EventId.of(reader, position.confirmed()).toString();
    Facts facts = new Facts(id, position.confirmed(), Operation.UPDATE, "", 0, null);
    topics.publish(
        topic, new Event(reader.getBytes(UTF_8), json.writeValueAsBytes(position), facts), durable);
  }

  private @Nullable ReaderRecord read(Consumer<byte[], byte[]> consumer) {
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
    return last == null ? null : parse(last);
  }

  private ReaderRecord parse(byte[] found) {
    try {
      return json.readValue(found, ReaderRecord.class);
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
