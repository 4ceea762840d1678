package dev.fes.flow;

import dev.fes.api.event.Event;
import dev.fes.stage.Converter;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Looks the stage's function up by name and hosts it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FlowSettings.class)
class FlowConfiguration {

  @Bean
  Converter converter(FlowSettings settings, Environment environment, FunctionCatalog catalog) {
    HostedFlow hosted = HostedFlow.of(settings, Binder.get(environment));
    Function<List<Event>, List<Event>> function = catalog.lookup(hosted.function());
    if (function == null) {
      throw new InvalidConfigurationPropertyValueException(
          "fes.flow.function",
          hosted.function(),
          "names no function, or not only functions, of this app");
    }
    return new Converter(function, hosted.width());
  }
}
