package dev.fes.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.springframework.context.annotation.FilterType.ASSIGNABLE_TYPE;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.stage.Converter;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StageSettings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generic-nakadi-event",
        "nakadi-data-event",
        "nakadi-producer-event",
        "dynamodb-generic-nakadi-event",
        "nakadi-metadata",
        "aws-lambda"
      })
  void everyFunctionIsComposedByName(String function) {
    stage
        .withPropertyValues(
            "fes.flow.function=filter|" + function,
            "fes.flow.filter=[?(@.kept == true)]",
            "fes.flow.lambda-function-arn=arn:aws:lambda:eu-central-1:000000000000:function:f")
        .run(context -> assertThat(convert(context, change("{\"kept\":false}"))).isEmpty());
  }

  @Test
  void aFilterBeforeAFlowKeepsWhatItMatches() {
    stage
        .withPropertyValues(
            "fes.flow.function=filter|generic-nakadi-event",
            "fes.flow.filter=[?(@.after.payload.order > 0)]")
        .run(context -> assertThat(convert(context, change(1))).hasSize(1));
  }

  @Test
  void aBadChangeIsToldApartThroughAComposition() {
    stage
        .withPropertyValues(
            "fes.flow.function=filter|generic-nakadi-event", "fes.flow.filter=$.after")
        .run(
            context -> {
              assertThat(failure(context, "{\"after\":{}}").reason()).isEqualTo("column-missing");
              assertThat(failure(context, "no JSON").reason()).isEqualTo("filter-failed");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fes.flow.filter=$..a", "fes.flow.filter=[?("})
  void doesNotStartWithoutAFilterThatItCanUse(String filter) {
    stage
        .withPropertyValues("fes.flow.function=filter|generic-nakadi-event", filter)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("fes.flow.filter"));
  }

  @Test
  void makesNothingOfAwsForOtherFlows() {
    stage.run(
        context ->
            assertThat(made(context))
                .isNotEmpty()
                .noneMatch(bean -> bean.startsWith("software.amazon.awssdk."))
                .noneMatch(bean -> bean.startsWith("io.awspring.")));
  }

  @Test
  void callsAFunctionInTheRegionOfItsArn() {
    stage
        .withPropertyValues(
            "fes.flow.type=AwsLambdaConversion",
            "fes.flow.lambda-function-arn=arn:aws:lambda:eu-west-1:000000000000:function:f",
            "fes.lambda.concurrency=3",
            "spring.cloud.aws.region.static=eu-central-1")
        .run(
            context -> {
              assertThat(converter(context).width()).isEqualTo(3);
              assertThat(context.getBean(LambdaClient.class).serviceClientConfiguration().region())
                  .isEqualTo(Region.EU_WEST_1);
            });
  }

  private static List<Event> convert(AssertableApplicationContext context, Event change) {
    return converter(context).function().apply(List.of(change));
  }

  private static Failure failure(AssertableApplicationContext context, String change) {
    return catchThrowableOfType(StageFailure.class, () -> convert(context, change(change)))
        .failure();
  }

  private static Converter converter(AssertableApplicationContext context) {
    return context.getBean(Converter.class);
  }

  private static Event change(int position) {
    return change(position, "{\"after\":{\"payload\":" + COMPLETE + "}}");
  }

  private static Event change(String json) {
    return change(1, json);
  }

  private static Event change(int position, String json) {
    return new Event(
        "orders".getBytes(UTF_8),
        json.getBytes(UTF_8),
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

  /** The classes of the beans that there are by now. */
  private static List<String> made(AssertableApplicationContext context) {
    ConfigurableListableBeanFactory beans =
        context.getSourceApplicationContext(ConfigurableApplicationContext.class).getBeanFactory();
    return Stream.of(beans.getSingletonNames())
        .map(beans::getSingleton)
        .map(bean -> bean.getClass().getName())
        .toList();
  }
}
