package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.flow.FlowSettings;
import dev.fes.flow.OrderingKey;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The functions of this package under the names that a definition composes them by; made only when
 * named.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
class NakadiFlowConfiguration {

  @Bean("generic-nakadi-event")
  Function<List<Event>, List<Event>> genericNakadiEvent(FlowSettings flow, Environment settings) {
    return new GenericNakadiEvent(
        fields(settings, Flow.PostgresWalToGenericNakadiEvent.class), key(flow));
  }

  @Bean("nakadi-data-event")
  Function<List<Event>, List<Event>> nakadiDataEvent(FlowSettings flow, Environment settings) {
    return new NakadiDataEvent(
        fields(settings, Flow.PostgresWalToNakadiDataEvent.class), key(flow));
  }

  @Bean("nakadi-producer-event")
  Function<List<Event>, List<Event>> producerNakadiEvent(FlowSettings flow) {
    return new ProducerNakadiEvent(key(flow));
  }

  @Bean("dynamodb-generic-nakadi-event")
  Function<List<Event>, List<Event>> itemNakadiEvent(FlowSettings flow) {
    return new ItemNakadiEvent(key(flow));
  }

  @Bean("nakadi-metadata")
  Function<List<Event>, List<Event>> withMetadata() {
    return new WithMetadata();
  }

  private static <T extends Flow> T fields(Environment settings, Class<T> flow) {
    return Binder.get(settings).bindOrCreate("fes.flow", flow);
  }

  private static OrderingKey key(FlowSettings flow) {
    return new OrderingKey(flow.partitionKeyFields());
  }
}
