package dev.fes.source.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Operation;
import dev.fes.api.Source.ArnResolutionMode;
import dev.fes.stage.Stage;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.mock.env.MockEnvironment;

class DynamoDbSourceSettingsTest {

  private static final String ARN =
      "arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2026-11-22T00:00:00.000";
  private static final Map<String, String> LEAST =
      Map.of("fes.source.stream-arn", ARN, "fes.source.lease-table-name", "leases");

  @Test
  void hasDefaults() {
    assertThat(bind(LEAST))
        .isEqualTo(
            new DynamoDbSourceSettings(
                "leases",
                ARN,
                "leases",
                null,
                ArnResolutionMode.EXACT,
                "fes.readers",
                null,
                List.of()))
        .returns("orders", DynamoDbSourceSettings::table);
    assertThat(bind("fes.dynamodb", Map.of(), DynamoDbSettings.class))
        .isEqualTo(new DynamoDbSettings(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    assertThat(new RouteSettings("s", null, null, null, null))
        .isEqualTo(
            new RouteSettings(
                "s",
                null,
                null,
                Set.of(Operation.INSERT, Operation.UPDATE, Operation.SNAPSHOT),
                List.of()));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> all = new HashMap<>(LEAST);
    all.putAll(
        Map.of(
            "fes.source.reader", "r",
            "fes.source.sts-assume-role-arn", "arn:aws:iam::000000000000:role/reader",
            "fes.source.arn-resolution-mode", "DYNAMIC",
            "fes.source.readers-topic", "t",
            "fes.source.accept-gap", "shard-1",
            "fes.source.routes[0].stream", "s",
            "fes.source.routes[0].topic", "s.changes",
            "fes.source.routes[0].filter", "$.NewImage",
            "fes.source.routes[0].operations", "INSERT,DELETE",
            "fes.source.routes[0].partition-key-fields", "a,b"));

    assertThat(bind(all))
        .isEqualTo(
            new DynamoDbSourceSettings(
                "r",
                ARN,
                "leases",
                "arn:aws:iam::000000000000:role/reader",
                ArnResolutionMode.DYNAMIC,
                "t",
                "shard-1",
                List.of(
                    new RouteSettings(
                        "s",
                        "s.changes",
                        "$.NewImage",
                        Set.of(Operation.INSERT, Operation.DELETE),
                        List.of("a", "b")))));
    assertThat(
            bind(
                "fes.dynamodb",
                Map.of("fes.dynamodb.connect-timeout", "1s", "fes.dynamodb.call-timeout", "2s"),
                DynamoDbSettings.class))
        .isEqualTo(new DynamoDbSettings(Duration.ofSeconds(1), Duration.ofSeconds(2)));
  }

  @Test
  void areCalledAfterTheStreamInDataFlow() {
    assertThat(defaults(Map.of()))
        .returns("leases", reader -> settings(reader).reader())
        .returns("changes", reader -> route(reader).stream());
    assertThat(defaults(Map.of("spring.cloud.dataflow.stream.name", "orders")))
        .returns("orders", reader -> settings(reader).reader())
        .returns("orders", reader -> route(reader).stream());
  }

  @Test
  void describeEveryKeyOfARoute() throws Exception {
    try (InputStream metadata =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      assertThat(new String(metadata.readAllBytes(), UTF_8))
          .contains(
              Arrays.stream(RouteSettings.class.getRecordComponents())
                  .map(key -> DataObjectPropertyName.toDashedForm(key.getName()))
                  .map("\"name\": \"fes.source.%s\""::formatted)
                  .toList());
    }
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    assertThatThrownBy(
            () -> new DynamoDbSourceSettings(null, null, "l", null, null, null, null, null))
        .hasMessage("fes.source.stream-arn is missing");
    assertThatThrownBy(() -> new DynamoDbSettings(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage("fes.dynamodb.connect-timeout must be positive");
  }

  private static MockEnvironment defaults(Map<String, String> told) {
    MockEnvironment environment = new MockEnvironment();
    LEAST.forEach(environment::setProperty);
    told.forEach(environment::setProperty);
    environment
        .getPropertySources()
        .addLast(
            new PropertiesPropertySource(
                "defaults", Stage.defaults(DynamoDbSourceApplication.class)));
    return environment;
  }

  private static DynamoDbSourceSettings settings(MockEnvironment reader) {
    return Binder.get(reader).bindOrCreate("fes.source", DynamoDbSourceSettings.class);
  }

  private static RouteSettings route(MockEnvironment reader) {
    return Binder.get(reader).bindOrCreate("fes.source", RouteSettings.class);
  }

  private static DynamoDbSourceSettings bind(Map<String, String> properties) {
    return bind("fes.source", properties, DynamoDbSourceSettings.class);
  }

  private static <T> T bind(String prefix, Map<String, String> properties, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
