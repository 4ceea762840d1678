package dev.fes.source.dynamodb;

import static dev.fes.source.dynamodb.DynamoDbSourceSettings.required;

import dev.fes.kafka.BoundedAnswers;
import dev.fes.stage.Backoff;
import dev.fes.stage.OutputGate;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.ReadersTopic;
import dev.fes.stage.Streams;
import dev.fes.stage.TopicWriter;
import dev.fes.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.util.unit.DataSize;

/** Wires the reader: settings, routes, topics, and the life cycle that keeps it reading. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DynamoDbSourceSettings.class, DynamoDbSettings.class})
class DynamoDbSourceConfiguration {

  private static final String OUTPUT = "spring.cloud.stream.bindings.output.destination";

  @Bean
  Routes routes(
      DynamoDbSourceSettings settings,
      Environment environment,
      Streams streams,
      @Value("${fes.max-record-size}") DataSize maxRecordSize) {
    List<RouteSettings> routes =
        settings.routes().isEmpty()
            ? List.of(Binder.get(environment).bindOrCreate("fes.source", RouteSettings.class))
            : settings.routes();
    String output = environment.getProperty(OUTPUT);
    return new Routes(
        routes.stream()
            .map(
                route ->
                    new Route(
                        route,
                        required(route.topic() == null ? output : route.topic(), "routes[].topic"),
                        streams.of(route.stream()),
                        maxRecordSize.toBytes()))
            .toList());
  }

  /** The binder's own settings: where Kafka is, and how to log in there. */
  @Bean
  KafkaBinderConfigurationProperties readersTopicSettings(
      KafkaProperties kafka,
      ObjectProvider<KafkaConnectionDetails> connection,
      Environment environment) {
    var binder = new KafkaBinderConfigurationProperties(kafka, connection);
    Binder.get(environment).bind("spring.cloud.stream.kafka.binder", Bindable.ofInstance(binder));
    return binder;
  }

  @Bean
  ReadersTopic readersTopic(
      DynamoDbSourceSettings settings,
      KafkaBinderConfigurationProperties binder,
      @Qualifier("outputWriter") TopicWriter writer) {
    Map<String, Object> kafka = new HashMap<>(binder.mergedConsumerConfiguration());
    kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    BoundedAnswers.apply(kafka);
    ConsumerFactory<byte[], byte[]> consumers =
        new DefaultKafkaConsumerFactory<>(
            kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return new ReadersTopic(
        settings.readersTopic(), settings.reader(), consumers, new KafkaAdmin(kafka), writer::send);
  }

  @Bean
  Sessions.Outside outside(
      Routes routes,
      ReadersTopic readers,
      MeterRegistry meters,
      Tracing tracing,
      @Qualifier("outputWriter") TopicWriter writer) {
    return new Sessions.Outside(
        routes,
        tracing.around(writer::send),
        new KafkaReaderRecords(readers),
        new SourceMeters(routes, meters));
  }

  @Bean
  OutputGate outputGate(ObjectProvider<BindingsLifecycleController> bindings) {
    return new OutputGate(bindings);
  }

  @Bean
  ReaderLifecycle reader(
      DynamoDbSourceSettings settings,
      DynamoDbSettings calls,
      Clients clients,
      Sessions.Outside outside,
      OutputGate gate,
      @Qualifier("outputWriter") TopicWriter writer) {
    Sessions sessions = new Sessions(settings, calls, clients, outside);
    return new ReaderLifecycle(sessions, gate, writer::reset, Backoff.DEFAULT);
  }
}
