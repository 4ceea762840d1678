package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.ReadersTopic;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** The memory of readers over a real broker. */
class ReadersTopicTest {

  private static final KafkaBroker BROKER = KafkaBroker.open();
  private static final Map<String, Object> KAFKA =
      Map.of("bootstrap.servers", BROKER.bootstrapServers());

  private final ProducerFactory<byte[], byte[]> producers =
      new DefaultKafkaProducerFactory<>(
          KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
  private final ReadersTopic topic = topic("readers-" + UUID.randomUUID());

  record Position(String at) {}

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void forgetsOneAndKeepsTheOthers() {
    assertThat(topic.readAll()).isEmpty();
    topic.write(new Position("0/1"), "0/1", () -> {});
    topic.write("another", new Position("0/2"), "0/2", () -> {});
    topic.write(new Position("0/3"), "0/3", () -> {});
    assertThat(topic.read(Position.class)).isEqualTo(new Position("0/3"));
    assertThat(topic.readAll()).containsOnlyKeys("mine", "another");

    topic.forget("mine", producers);

    assertThat(topic.read(Position.class)).isNull();
    assertThat(topic.readAll().get("another").path("at").asString()).isEqualTo("0/2");
    topic.write(new Position("0/4"), "0/4", () -> {});
    assertThat(topic.read(Position.class)).isEqualTo(new Position("0/4"));
  }

  private ReadersTopic topic(String name) {
    return new ReadersTopic(
        name,
        "mine",
        new DefaultKafkaConsumerFactory<>(
            KAFKA, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new KafkaAdmin(KAFKA),
        (to, event, durable) -> {
          publish(new ProducerRecord<>(to, event.key(), event.value()));
          durable.run();
        });
  }

  private static void publish(ProducerRecord<byte[], byte[]> outgoing) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(outgoing).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
