package dev.fes.source.postgres;

import dev.fes.kafka.BoundedAnswers;
import dev.fes.stage.ReadersTopic;
import dev.fes.stage.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/**
 * The way to the topic of all readers, by the binder's own settings: where Kafka is, and how to log
 * in there.
 */
@Component
final class ReadersKafka {

  private final KafkaBinderConfigurationProperties binder;

  ReadersKafka(
      KafkaProperties kafka,
      ObjectProvider<KafkaConnectionDetails> connection,
      Environment environment) {
    binder = new KafkaBinderConfigurationProperties(kafka, connection);
    Binder.get(environment).bind("spring.cloud.stream.kafka.binder", Bindable.ofInstance(binder));
  }

  ReadersTopic topicOf(PostgresSourceSettings settings, Topics topics) {
    Map<String, Object> kafka = new HashMap<>(binder.mergedConsumerConfiguration());
    kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    BoundedAnswers.apply(kafka);
    return new ReadersTopic(
        settings.readersTopic(),
        settings.reader(),
        new DefaultKafkaConsumerFactory<>(
            kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new KafkaAdmin(kafka),
        topics);
  }

  ProducerFactory<byte[], byte[]> producers() {
    Map<String, Object> kafka = new HashMap<>(binder.mergedProducerConfiguration());
    BoundedAnswers.apply(kafka);
    return new DefaultKafkaProducerFactory<>(
        kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
