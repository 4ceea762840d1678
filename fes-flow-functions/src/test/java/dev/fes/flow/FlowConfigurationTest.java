package dev.fes.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.context.annotation.FilterType.ASSIGNABLE_TYPE;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.stage.Converter;
import dev.fes.stage.StageSettings;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

class FlowConfigurationTest {

  private static final String COMPLETE =
      "{\"metadata\":{\"eid\":\"7\",\"occurred_at\":\"x\"},\"order\":1}";

  private final ApplicationContextRunner stage =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ContextFunctionCatalogAutoConfiguration.class))
          .withUserConfiguration(Hosted.class)
          .withPropertyValues(
              "fes.stage.stream=orders",
              "fes.flow.type=PostgresWalToGenericNakadiEvent",
              "spring.main.banner-mode=off");

  @Test
  void hostsTheFunctionOfTheFlow() {
    stage.run(
        context -> {
          Event event = converter(context).function().apply(List.of(change(1))).getFirst();

          assertThat(event.value()).asString(UTF_8).isEqualTo(COMPLETE);
          assertThat(event.key()).asString(UTF_8).isEqualTo("orders");
        });
  }

  @Test
  void hostsFunctionsComposedByName() {
    stage
        .withPropertyValues("fes.flow.function=even|generic-nakadi-event")
        .run(
            context -> {
              Converter converter = converter(context);

              assertThat(converter.function().apply(List.of(change(1)))).isEmpty();
              assertThat(converter.function().apply(List.of(change(2)))).hasSize(1);
            });
  }

  @Test
  void keepsOrderWithinTheKeyOfPayloadFields() {
    stage
        .withPropertyValues("fes.flow.partition-key-fields=order")
        .run(
            context ->
                assertThat(converter(context).function().apply(List.of(change(1))).getFirst().key())
                    .asString(UTF_8)
                    .isEqualTo("1"));
  }

  @Test
  void doesNotStartWithoutTheFunctionItIsToHost() {
    stage
        .withPropertyValues("fes.flow.function=nobody")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("fes.flow.function"));
  }

  @Test
  void doesNotStartWithAFlowThatIsNotBuiltYet() {
    stage
        .withPropertyValues("fes.flow.type=PostgresWalToNakadiDataEvent")
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("fes.flow.type"));
  }

  private static Converter converter(AssertableApplicationContext context) {
    return context.getBean(Converter.class);
  }

  private static Event change(int position) {
    return new Event(
        new byte[0],
        ("{\"after\":{\"payload\":" + COMPLETE + "}}").getBytes(UTF_8),
        new Facts("id", String.valueOf(position), Operation.INSERT, "public.outbox", 0, null));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StageSettings.class)
  @ComponentScan(
      excludeFilters =
          @ComponentScan.Filter(type = ASSIGNABLE_TYPE, classes = FlowApplication.class))
  static class Hosted {

    @Bean
    Function<List<Event>, List<Event>> even() {
      return changes ->
          changes.stream()
              .filter(change -> Integer.parseInt(change.facts().position()) % 2 == 0)
              .toList();
    }
  }
}
