package dev.fes.sink.nakadi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Sink;
import dev.fes.sink.nakadi.NakadiSettings.ClientCredentials;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NakadiSettingsTest {

  private final ApplicationContextRunner stage =
      new ApplicationContextRunner()
          .withUserConfiguration(NakadiSinkConfiguration.class, Hosted.class)
          .withPropertyValues("fes.sink.type=Nakadi", "fes.sink.event-type=orders.created");

  @Test
  void haveDefaults() {
    assertThat(bind("fes.nakadi", NakadiSettings.class, Map.of()))
        .isEqualTo(
            new NakadiSettings(
                null, null, null, null, Duration.ofSeconds(10), Duration.ofSeconds(60), false));
    assertThat(bind("fes.sink", BatchSettings.class, Map.of()))
        .isEqualTo(new BatchSettings(200, DataSize.ofMegabytes(4), 8));
  }

  @Test
  void bindEveryKey() {
    assertThat(
            bind(
                "fes.nakadi",
                NakadiSettings.class,
                Map.of(
                    "fes.nakadi.base-uri", "https://nakadi.example",
                    "fes.nakadi.token-file", "credentials/token-secret",
                    "fes.nakadi.token-type-file", "credentials/token-type",
                    "fes.nakadi.connect-timeout", "2s",
                    "fes.nakadi.read-timeout", "90s",
                    "fes.nakadi.gzip", "true")))
        .isEqualTo(
            new NakadiSettings(
                URI.create("https://nakadi.example"),
                Path.of("credentials/token-secret"),
                Path.of("credentials/token-type"),
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(90),
                true));
    assertThat(
            bind(
                "fes.sink",
                BatchSettings.class,
                Map.of(
                    "fes.sink.max-batch-size", "50",
                    "fes.sink.max-batch-bytes", "1MB",
                    "fes.sink.lanes", "4")))
        .isEqualTo(new BatchSettings(50, DataSize.ofMegabytes(1), 4));
    assertThat(
            bind(
                "fes.sink",
                Sink.Nakadi.class,
                Map.of(
                    "fes.sink.event-type", "orders.created",
                    "fes.sink.max-batch-size", "50",
                    "fes.sink.nakadi-base-uri", "https://other.example",
                    "fes.sink.partition-key-fields", "order")))
        .isEqualTo(
            new Sink.Nakadi(
                "orders.created", 50, URI.create("https://other.example"), List.of("order")));
  }

  @Test
  void bindAGrantInsteadOfATokenFile() {
    assertThat(
            bind(
                "fes.nakadi",
                NakadiSettings.class,
                Map.of(
                    "fes.nakadi.oauth2.token-uri", "https://token.example/oauth2/access_token",
                    "fes.nakadi.oauth2.client-id-file", "credentials/client-id",
                    "fes.nakadi.oauth2.client-secret-file", "credentials/client-secret",
                    "fes.nakadi.oauth2.scopes", "uid, nakadi.event_stream.write")))
        .extracting(NakadiSettings::oauth2)
        .isEqualTo(
            new ClientCredentials(
                URI.create("https://token.example/oauth2/access_token"),
                Path.of("credentials/client-id"),
                Path.of("credentials/client-secret"),
                List.of("uid", "nakadi.event_stream.write")));
  }

  @Test
  void doNotStartWithTwoWaysToOneToken() {
    stage
        .withPropertyValues(
            "fes.nakadi.base-uri=https://nakadi.example",
            "fes.nakadi.token-file=token",
            "fes.nakadi.oauth2.token-uri=https://token.example",
            "fes.nakadi.oauth2.client-id-file=id",
            "fes.nakadi.oauth2.client-secret-file=secret")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining(
                        "fes.nakadi.token-file and fes.nakadi.oauth2 are two ways to one token"));
  }

  @ParameterizedTest
  @CsvSource({
    "scopes=uid, token-uri",
    "token-uri=token.example, token-uri",
    "token-uri=https://token.example, client-id-file"
  })
  void doNotStartWithHalfAGrant(String given, String missing) {
    stage
        .withPropertyValues(
            "fes.nakadi.base-uri=https://nakadi.example", "fes.nakadi.oauth2." + given)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("fes.nakadi.oauth2." + missing));
  }

  @Test
  void areAllDescribed() throws Exception {
    try (var description =
        getClass().getResourceAsStream("/META-INF/additional-spring-configuration-metadata.json")) {
      JsonNode properties = JsonMapper.shared().readTree(description).get("properties");
      assertThat(properties.valueStream().map(property -> property.get("name").asString()))
          .contains(
              "fes.sink.event-type", "fes.sink.nakadi-base-uri", "fes.sink.partition-key-fields");
    }
  }

  @Test
  void preferTheSinksOwnNakadi() {
    stage
        .withPropertyValues(
            "fes.nakadi.base-uri=https://a.example",
            "fes.sink.nakadi-base-uri=https://b.example/api/")
        .run(
            context ->
                assertThat(context.getBean(EventType.class).events())
                    .isEqualTo(
                        URI.create("https://b.example/api/event-types/orders.created/events")));
  }

  @Test
  void makeAPublisher() {
    stage
        .withPropertyValues(
            "fes.nakadi.base-uri=https://nakadi.example", "fes.sink.max-batch-size=7")
        .run(
            context -> {
              Publisher publisher = context.getBean(Publisher.class);
              assertThat(publisher.batchSize()).isEqualTo(7);
              assertThat(publisher.lanes()).isEqualTo(8);
              assertThat(publisher.unordered()).isFalse();
            });
  }

  @Test
  void doNotStartWithoutANakadi() {
    stage.run(
        context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("fes.nakadi.base-uri"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nakadi.example.org", "localhost:8081", "ftp://nakadi.example.org"})
  void doNotStartWithABaseUriThatIsNoAddress(String uri) {
    stage
        .withPropertyValues("fes.nakadi.base-uri=" + uri)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("fes.nakadi.base-uri is no http(s) address: write one"));
  }

  @Test
  void doNotStartWithAnotherSink() {
    stage
        .withPropertyValues("fes.sink.type=SqsFifo")
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("fes.sink.type"));
  }

  @Test
  void refuseABatchOfNothing() {
    assertThatThrownBy(() -> new BatchSettings(0, DataSize.ofMegabytes(1), 1))
        .hasMessageContaining("max-batch-size");
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StageSettings.class)
  static class Hosted {}
}
