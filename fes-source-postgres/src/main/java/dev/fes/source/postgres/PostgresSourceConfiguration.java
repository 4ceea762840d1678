package dev.fes.source.postgres;

import static dev.fes.source.postgres.PostgresSourceSettings.required;

import dev.fes.stage.Backoff;
import dev.fes.stage.OutputGate;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.Streams;
import dev.fes.stage.TopicWriter;
import dev.fes.stage.Topics;
import dev.fes.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Wires the reader: settings, routes, topics, and the life cycle that keeps it reading. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(
    name = "fes.source.release",
    havingValue = false,
    matchIfMissing = true)
@EnableConfigurationProperties({PostgresSourceSettings.class, Credentials.class})
class PostgresSourceConfiguration {

  private static final String OUTPUT = "spring.cloud.stream.bindings.output.destination";

  @Bean
  Routes routes(
      PostgresSourceSettings settings,
      Environment environment,
      Streams streams,
      @Value("${fes.max-record-size}") DataSize maxRecordSize) {
    List<RouteSettings> routes =
        settings.routes().isEmpty()
            ? List.of(Binder.get(environment).bindOrCreate("fes.source", RouteSettings.class))
            : settings.routes();
    String output = environment.getProperty(OUTPUT);
    return Routes.of(
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

  @Bean
  Watch.Place place(PostgresSourceSettings settings, Credentials credentials, Routes routes) {
    Database database = new Database(settings.address(), credentials, settings.reader());
    return new Watch.Place(
        database,
        new Slot(settings.slotName(), database, settings.acceptGap()),
        new Publication(settings.publicationName(), database, settings.createPublication(), routes),
        routes);
  }

  @Bean
  Topics topics(@Qualifier("outputWriter") TopicWriter writer, Tracing tracing) {
    return tracing.around(writer::send);
  }

  @Bean
  ReaderRecords readerRecords(PostgresSourceSettings settings, ReadersKafka kafka, Topics topics) {
    return new KafkaReaderRecords(kafka.topicOf(settings, topics), settings.reader());
  }

  @Bean
  Backfills backfills(Routes routes, ReaderRecords records) {
    return new Backfills(routes, records, Backoff.DEFAULT, Clock.systemUTC());
  }

  @Bean
  Sessions.Memory memory(ReaderRecords records, Backfills backfills) {
    return new Sessions.Memory(records, backfills);
  }

  @Bean
  BackfillEndpoint backfillEndpoint(
      Backfills backfills, Watch.Place place, PostgresSourceSettings settings) {
    return new BackfillEndpoint(
        backfills, new BackfillSource(place.database(), settings.publicationName()));
  }

  @Bean
  SourceMeters sourceMeters(Routes routes, MeterRegistry meters) {
    return new SourceMeters(routes, meters);
  }

  @Bean
  OutputGate outputGate(ObjectProvider<BindingsLifecycleController> bindings) {
    return new OutputGate(bindings);
  }

  @Bean
  ReaderLifecycle reader(
      PostgresSourceSettings settings,
      Watch.Place place,
      Topics topics,
      Sessions.Memory memory,
      SourceMeters meters,
      OutputGate gate,
      @Qualifier("outputWriter") TopicWriter writer) {
    Sessions sessions = new Sessions(settings, place, topics, memory, meters);
    return new ReaderLifecycle(sessions, gate, writer::reset, Backoff.DEFAULT);
  }
}
