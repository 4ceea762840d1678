package dev.fes.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.sink.sqs.BatchSettings.FifoBatching;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageSettings;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SqsSettingsTest {

  private final ApplicationContextRunner stage =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  AwsAutoConfiguration.class,
                  CredentialsProviderAutoConfiguration.class,
                  RegionProviderAutoConfiguration.class))
          .withUserConfiguration(SqsSinkConfiguration.class, Hosted.class)
          .withPropertyValues(
              "spring.cloud.aws.region.static=eu-west-1",
              "spring.cloud.aws.credentials.access-key=key",
              "spring.cloud.aws.credentials.secret-key=secret",
              "fes.sink.queue-name=orders");

  @Test
  void haveDefaults() {
    assertThat(bind("fes.sqs", SqsSettings.class, Map.of()))
        .isEqualTo(new SqsSettings(Duration.ofSeconds(10), Duration.ofSeconds(30)));
    assertThat(bind("fes.sink", BatchSettings.class, Map.of()))
        .isEqualTo(new BatchSettings(10, 8, FifoBatching.STRICT));
  }

  @Test
  void bindEveryKey() {
    assertThat(
            bind(
                "fes.sqs",
                SqsSettings.class,
                Map.of("fes.sqs.connect-timeout", "2s", "fes.sqs.call-timeout", "5s")))
        .isEqualTo(new SqsSettings(Duration.ofSeconds(2), Duration.ofSeconds(5)));
    assertThat(
            bind(
                "fes.sink",
                BatchSettings.class,
                Map.of(
                    "fes.sink.max-batch-size", "3",
                    "fes.sink.lanes", "4",
                    "fes.sink.fifo-batching", "relaxed")))
        .isEqualTo(new BatchSettings(3, 4, FifoBatching.RELAXED));
  }

  @Test
  void clampTheBatchToWhatSqsTakes() {
    assertThat(new BatchSettings(500, 1, FifoBatching.STRICT).maxBatchSize()).isEqualTo(10);
    assertThat(new BatchSettings(0, 1, FifoBatching.STRICT).maxBatchSize()).isEqualTo(1);
    assertThatThrownBy(() -> new BatchSettings(1, 0, FifoBatching.STRICT))
        .hasMessageContaining("fes.sink.lanes");
  }

  @Test
  void areAllDescribed() throws Exception {
    try (var description =
        getClass().getResourceAsStream("/META-INF/additional-spring-configuration-metadata.json")) {
      JsonNode properties = JsonMapper.shared().readTree(description).get("properties");
      assertThat(properties.valueStream().map(property -> property.get("name").asString()))
          .contains("fes.sink.queue-name", "fes.sink.queue-url", "fes.sink.partition-key-fields");
    }
  }

  @Test
  void makeAPublisherToAStandardQueueThatKeepsNoOrder() {
    stage
        .withPropertyValues("fes.sink.type=SqsStandard")
        .run(
            context -> {
              assertThat(context.getBean(Publisher.class).unordered()).isTrue();
              assertThat(context.getBean(QueueTarget.class))
                  .isEqualTo(new QueueTarget("orders", null, false));
            });
  }

  @Test
  void makeAPublisherToAFifoQueueThatKeepsOrder() {
    stage
        .withPropertyValues(
            "fes.sink.type=SqsFifo",
            "fes.sink.queue-url=https://sqs.eu-west-1.amazonaws.com/1/orders.fifo")
        .run(
            context -> {
              assertThat(context.getBean(Publisher.class).unordered()).isFalse();
              assertThat(context.getBean(QueueTarget.class))
                  .isEqualTo(
                      new QueueTarget(
                          "orders.fifo",
                          URI.create("https://sqs.eu-west-1.amazonaws.com/1/orders.fifo"),
                          true));
            });
  }

  @Test
  void callSqsWhereSpringCloudAwsSaysAndTryOnce() {
    stage
        .withPropertyValues(
            "fes.sink.type=SqsStandard",
            "spring.cloud.aws.sqs.endpoint=http://localhost:9324",
            "fes.sqs.call-timeout=7s")
        .run(
            context -> {
              var client = context.getBean(SqsClient.class).serviceClientConfiguration();
              assertThat(client.region().id()).isEqualTo("eu-west-1");
              assertThat(client.endpointOverride()).contains(URI.create("http://localhost:9324"));
              assertThat(client.overrideConfiguration().apiCallTimeout())
                  .contains(Duration.ofSeconds(7));
              assertThat(client.overrideConfiguration().retryStrategy().orElseThrow().maxAttempts())
                  .isEqualTo(1);
            });
  }

  @Test
  void doNotStartWithAnotherSink() {
    stage
        .withPropertyValues("fes.sink.type=Nakadi")
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("fes.sink.type"));
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StageSettings.class)
  static class Hosted {}
}
