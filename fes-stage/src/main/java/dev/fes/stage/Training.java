package dev.fes.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A start that the build makes to learn from (decision 8), with nobody at Kafka's address: does
 * what a stage does next, so that its classes are in the cache of a start, too.
 */
final class Training {

  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private Training() {}

  static void talkToKafka() {
    Map<String, Object> nobody =
        Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "training", "max.block.ms", 300);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(nobody, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("training"));
      consumer.poll(A_MOMENT);
    }
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(nobody, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.partitionsFor("training");
    } catch (TimeoutException e) {
      // as it has to be: nobody is there
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  /** What the controller asks, and Prometheus. */
  static void look(String port) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String endpoint : List.of("stage", "bindings", "health/readiness", "prometheus")) {
        URI address = URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint);
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
      }
    } catch (IOException e) {
      throw new IllegalStateException("the stage does not answer in its training", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
