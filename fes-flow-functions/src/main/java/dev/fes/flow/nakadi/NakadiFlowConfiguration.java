package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.flow.FlowSettings;
import dev.fes.stage.StageSettings;
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
class NakadiFlowConfiguration {

  @Bean("generic-nakadi-event")
  @Lazy
  Function<List<Event>, List<Event>> genericNakadiEvent(
      StageSettings stage, FlowSettings flow, Environment environment) {
    var columns =
        Binder.get(environment)
            .bindOrCreate("fes.flow", Flow.PostgresWalToGenericNakadiEvent.class);
    return new GenericNakadiEvent(
        columns, new OrderingKey(stage.stream(), flow.partitionKeyFields()));
  }
}
