package dev.fes.flow;

import dev.fes.api.event.Event;
import dev.fes.stage.Converter;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
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
    return new Converter(
        hosted.functions().stream()
            .map(name -> function(hosted, name, catalog))
            .reduce(Function::andThen)
            .orElseThrow(),
        hosted.width());
  }

  /**
   * The catalog's function itself: all of this app's take and return lists of events, so nothing is
   * left for the catalog to convert or observe on each call.
   */
  @SuppressWarnings("unchecked")
  private static Function<List<Event>, List<Event>> function(
      HostedFlow hosted, String name, FunctionCatalog catalog) {
    FunctionInvocationWrapper found = catalog.lookup(name);
    if (found == null || !found.isFunction() || !isOfLists(found)) {
      throw new InvalidConfigurationPropertyValueException(
          "fes.flow.function",
          hosted.function(),
          "names no function, or not only functions of lists of events, in this app");
    }
    return (Function<List<Event>, List<Event>>) found.getTarget();
  }

  private static boolean isOfLists(FunctionInvocationWrapper function) {
    return List.class.equals(function.getRawInputType())
        && List.class.equals(function.getRawOutputType());
  }
}
