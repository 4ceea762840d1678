package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

  private static KafkaBroker kafka;

  @BeforeAll
  static void open() {
    kafka = KafkaBroker.open();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  @Test
  void recordsSurviveAnOutageOnTheSameAddress() throws Exception {
    kafka.createTopic("survivors", 1);
    try (var producer = producer()) {
      producer
          .send(new ProducerRecord<>("survivors", "before".getBytes()))
          .get(10, TimeUnit.SECONDS);
      kafka.stop();
      kafka.start();
      producer
          .send(new ProducerRecord<>("survivors", "after".getBytes()))
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(read("survivors", 2))
        .extracting(record -> new String(record.value()))
        .containsExactly("before", "after");
  }

  @Test
  void recordOf32MegabytesIsTaken() throws Exception {
    kafka.createTopic("large", 1);
    try (var producer = producer()) {
      producer
          .send(new ProducerRecord<>("large", new byte[32 * 1024 * 1024]))
          .get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void transactionsWork() {
    kafka.createTopic("transactional", 1);
    try (var producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transactional", "one".getBytes()));
      producer.commitTransaction();
    }
    assertThat(read("transactional", 1)).hasSize(1);
  }

  @Test
  void topicsAreNotCreatedByUse() throws Exception {
    try (var producer = producer(Map.of("max.block.ms", 500));
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("unknown", new byte[0])).get())
          .hasMessageContaining("unknown");
      assertThat(admin.listTopics().names().get()).doesNotContain("unknown");
    }
  }

  @Test
  void whoComesByADoorIsToldToComeBackByItsName() throws Exception {
    KafkaPorts ports = KafkaPorts.behind(new KafkaPorts.Address("localhost", FreePort.next()));
    try (KafkaBroker behind = KafkaBroker.open(ports);
        FaultyProxy door = FaultyProxy.door(ports.proxy().port(), ports.behindProxy());
        Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + door.port()))) {
      assertThat(behind.isRunning()).isTrue();
      assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS))
          .extracting(Node::host, Node::port)
          .containsExactly(tuple("localhost", ports.proxy().port()));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return producer(Map.of());
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("max.request.size", 33 * 1024 * 1024);
    settings.put("buffer.memory", 40 * 1024 * 1024L);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            topic,
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      for (int polls = 0; records.size() < count && polls < 100; polls++) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
