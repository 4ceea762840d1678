package dev.fes.controller.letters;

import dev.fes.controller.deploy.AdminSettings;
import dev.fes.controller.plan.Installation;
import dev.fes.kafka.RecordSize;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients by which letters are read and sent again; whoever asks closes them. */
record LetterClients(Map<String, Object> properties, int largestRecord) {

  /** So much of a fetch is held in memory, or one record where that is larger. */
  static final int FETCH_BYTES = 4 * 1024 * 1024;

  private static final int FETCH_RECORDS = 200;
  private static final int MOST_BLOCK_MILLIS = 10_000;
  private static final int DELIVERY_MILLIS = 30_000;

  static LetterClients of(Installation installation) {
    return new LetterClients(
        AdminSettings.of(installation.kafka()).properties(),
        (int) installation.maxRecordSize().toBytes() + RecordSize.OVERHEAD_BYTES);
  }

  Admin admin() {
    return Admin.create(properties);
  }

  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FETCH_RECORDS);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** In the order of the calls, and acknowledged by all replicas. */
  Producer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestRecord);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCK_MILLIS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Math.max(largestRecord, FETCH_BYTES));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
