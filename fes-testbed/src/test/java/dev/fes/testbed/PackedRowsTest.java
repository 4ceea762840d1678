package dev.fes.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Publisher;
import dev.fes.stage.Stage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Rows of a megabyte that repeat themselves, as JSON does, and are packed to a hundredth. */
class PackedRowsTest {

  private static final KafkaBroker BROKER = KafkaBroker.open();
  private static final int ROWS = 400;
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void aPollOfAStageHasNoMoreOfThemThanASmallHeapHolds() throws Exception {
    fill("polled");
    int rows = 0;
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings("consumer", "group.id", "x"))) {
      consumer.subscribe(List.of("polled"));
      while (rows < ROWS) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(10));
        assertThat(polled.count()).as("after %d rows", rows).isPositive();
        assertThat(bytes(polled)).isLessThan(64L * MEGABYTE);
        rows += polled.count();
      }
    }
  }

  @Test
  @Tag("full")
  void aSinkInASmallHeapGetsThroughThem() throws Exception {
    fill("sunk");
    File output = folder.resolve("output").toFile();
    Process sink =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SinkUnderTest.class.getName(),
                BROKER.bootstrapServers())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> !sink.isAlive() || confirmed("sunk") == ROWS);
      assertThat(sink.isAlive()).as(Files.readString(output.toPath())).isTrue();
    } finally {
      sink.destroy();
    }
  }

  private static void fill(String topic) throws Exception {
    BROKER.createTopic(topic, 1);
    byte[] row = row();
    try (var producer =
        new KafkaProducer<byte[], byte[]>(settings("producer", "max.request.size", 2 * MEGABYTE))) {
      for (int i = 0; i < ROWS; i++) {
        producer.send(new ProducerRecord<>(topic, row));
      }
    }
  }

  private static byte[] row() {
    String fields = "\n    \"quantityOfThingsThatAreThere\": null,".repeat(12);
    StringBuilder row = new StringBuilder("{");
    for (int i = 0; row.length() < MEGABYTE; i++) {
      row.append("\"field-").append(i).append("\": {").append(fields).append("\n  },");
    }
    return row.append("\"end\": {}}").toString().getBytes(UTF_8);
  }

  private static long bytes(ConsumerRecords<byte[], byte[]> polled) {
    return StreamSupport.stream(polled.spliterator(), false)
        .mapToLong(ConsumerRecord::serializedValueSize)
        .sum();
  }

  private static long confirmed(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(topic + ".sink")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topic, 0));
      return offset == null ? 0 : offset.offset();
    }
  }

  /** A stage's own, of its file. */
  private static Map<String, Object> settings(String client, String key, Object value)
      throws IOException {
    String prefix = "spring.cloud.stream.kafka.binder." + client + "-properties.";
    Map<String, Object> settings =
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("fes-stage.properties"))
            .entrySet()
            .stream()
            .filter(entry -> entry.getKey().toString().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toString().substring(prefix.length()),
                    Map.Entry::getValue,
                    (one, _) -> one,
                    HashMap::new));
    settings.put("bootstrap.servers", BROKER.bootstrapServers());
    settings.put(key, value);
    return settings;
  }

  /** A sink whose target takes everything; no component, so that no other test's scan finds it. */
  @EnableAutoConfiguration
  static class SinkUnderTest {

    public static void main(String[] brokers) {
      Stage.run(
          SinkUnderTest.class,
          "--server.port=0",
          "--fes.stage.name=sink",
          "--spring.cloud.stream.kafka.binder.brokers=" + brokers[0],
          "--spring.cloud.stream.bindings.input.destination=sunk");
    }

    @Bean
    Publisher publisher() {
      return new Publisher() {
        @Override
        public int batchSize() {
          return 200;
        }

        @Override
        public int lanes() {
          return 1;
        }

        @Override
        public boolean unordered() {
          return false;
        }

        @Override
        public BatchResult publish(List<Event> batch) {
          return BatchResult.accepted(batch.size());
        }
      };
    }
  }
}
