package dev.fes.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What lies in a line's topics: the second witness of what went through it. */
final class TopicRecords {

  private static final String PREFIX = "fes.default.";
  private static final Duration POLL = Duration.ofSeconds(1);

  private TopicRecords() {}

  /** A change, and the event that it became if it became one. */
  record Found(int row, String id, String position, String change, String event) {

    boolean isNamedIn(String words) {
      return words.contains(id) || words.contains(position);
    }

    /** A letter holds what was bad, unless that is too much for its target. */
    void checkLetter(Letter letter) {
      String bad = letter.stage().equals("flow") ? change : event;
      if (RowNumber.in(letter.text()) != 0) {
        assertThat(letter.text()).contains(bad);
      } else {
        assertThat(bad.length()).as("left out of a letter").isGreaterThan(900_000);
      }
    }
  }

  /** By id. */
  static Map<String, Found> ofLine(LiveLine live) {
    String stem = PREFIX + live.view().resource() + "." + live.line().name();
    KafkaBroker kafka = live.laboratory().testbed().kafka();
    Map<String, String> events = new HashMap<>();
    read(kafka, stem + ".events").forEach(record -> events.put(id(record), text(record)));
    Map<String, Found> found = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(kafka, stem + ".changes")) {
      String id = id(record);
      String change = text(record);
      String position = header(record, "fes-position");
      String event = events.getOrDefault(id, "");
      found.put(id, new Found(RowNumber.in(change), id, position, change, event));
    }
    return found;
  }

  /** The ids of what is in a topic, in its order. */
  static List<String> ids(KafkaBroker kafka, String topic) {
    return read(kafka, topic).stream().map(TopicRecords::id).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(KafkaBroker kafka, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "key.deserializer", ByteArrayDeserializer.class,
            "value.deserializer", ByteArrayDeserializer.class);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return header(record, "fes-id");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }
}
