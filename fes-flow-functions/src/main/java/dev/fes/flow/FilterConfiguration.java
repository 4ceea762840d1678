package dev.fes.flow;

import dev.fes.api.Filter;
import dev.fes.api.InvalidResource;
import dev.fes.api.event.Event;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The function {@code filter}, to be composed before another. */
@Configuration(proxyBeanMethods = false)
class FilterConfiguration {

  private static final String KEY = "fes.flow.filter";

  @Bean("filter")
  @Lazy
  Function<List<Event>, List<Event>> filter(FlowSettings settings) {
    if (settings.filter() == null) {
      throw new InvalidConfigurationPropertyValueException(
          KEY, null, "is not set, and the function filter is to be hosted: give a JSONPath");
    }
    try {
      return new FilteredChanges(Filter.compile(settings.filter()));
    } catch (InvalidResource e) {
      throw new InvalidConfigurationPropertyValueException(
          KEY, settings.filter(), e.findings().getFirst().message());
    }
  }
}
