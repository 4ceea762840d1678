package dev.fes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FlowSettingsTest {

  private static final String GENERIC = "PostgresWalToGenericNakadiEvent";
  private static final Map<String, String> REQUIRED =
      Map.of(
          "fes.flow.lambda-function-arn",
          "arn:aws:lambda:eu-central-1:000000000000:function:convert");

  @Test
  void haveDefaults() {
    assertThat(settings(Map.of())).isEqualTo(new FlowSettings("", null, null, List.of()));
    assertThat(flow(Map.of()))
        .isEqualTo(new Flow.PostgresWalToGenericNakadiEvent("payload", null, null));
  }

  @Test
  void bindEveryKey() {
    assertThat(
            settings(
                Map.of(
                    "fes.flow.type", GENERIC,
                    "fes.flow.function", "filter|generic-nakadi-event",
                    "fes.flow.filter", "$.after",
                    "fes.flow.partition-key-fields[0]", "customer",
                    "fes.flow.partition-key-fields[1]", "order.id")))
        .isEqualTo(
            new FlowSettings(
                GENERIC,
                "filter|generic-nakadi-event",
                "$.after",
                List.of("customer", "order.id")));
    assertThat(
            flow(
                Map.of(
                    "fes.flow.payload-column", "event",
                    "fes.flow.flow-id-column", "flow",
                    "fes.flow.span-ctx-column", "span")))
        .isEqualTo(new Flow.PostgresWalToGenericNakadiEvent("event", "flow", "span"));
  }

  @Test
  void areAllDescribed() throws Exception {
    try (var description =
        getClass().getResourceAsStream("/META-INF/additional-spring-configuration-metadata.json")) {
      JsonNode properties = JsonMapper.shared().readTree(description).get("properties");
      assertThat(properties.valueStream().map(property -> property.get("name").asString()))
          .contains(
              "fes.flow.payload-column",
              "fes.flow.flow-id-column",
              "fes.flow.span-ctx-column",
              "fes.flow.lambda-function-arn",
              "fes.flow.data-type",
              "fes.flow.data-type-column",
              "fes.flow.data-op-column",
              "fes.flow.metadata-column",
              "fes.flow.data-column");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PostgresWalToGenericNakadiEvent, generic-nakadi-event, 1",
    "PostgresWalToNakadiDataEvent, nakadi-data-event, 1",
    "PostgresWalFromNakadiProducerToGenericNakadiEvent, nakadi-producer-event, 1",
    "DynamoDbStreamToGenericNakadiEvent, dynamodb-generic-nakadi-event, 1",
    "AwsLambdaConversion, aws-lambda, 16"
  })
  void hostTheFunctionOfTheirFlow(String type, String function, int width) {
    assertThat(hosted(Map.of("fes.flow.type", type))).isEqualTo(new HostedFlow(function, width));
    assertThat(hosted(Map.of("fes.flow.function", function)))
        .isEqualTo(new HostedFlow(function, width));
    assertThat(hosted(Map.of("spring.cloud.dataflow.stream.app.label", function)))
        .isEqualTo(new HostedFlow(function, width));
  }

  @Test
  void hostWhatIsNamedBeforeWhatTheTypeOrTheLabelSays() {
    assertThat(
            hosted(
                Map.of(
                    "fes.flow.function",
                    "aws-lambda|nakadi-metadata",
                    "fes.flow.type",
                    "AwsLambdaConversion",
                    "spring.cloud.dataflow.stream.app.label",
                    "mine")))
        .isEqualTo(new HostedFlow("aws-lambda|nakadi-metadata", 16));
    assertThat(hosted(Map.of("fes.flow.function", "filter|generic-nakadi-event")).width())
        .isEqualTo(1);
  }

  private static HostedFlow hosted(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(properties);
    return HostedFlow.of(settings(all), binder(all));
  }

  @Test
  void bindTheColumnsOfDataEvents() {
    assertThat(
            HostedFlow.read(
                of(
                    "PostgresWalToNakadiDataEvent",
                    Map.of(
                        "fes.flow.data-type-column", "t",
                        "fes.flow.data-op-column", "o",
                        "fes.flow.metadata-column", "m",
                        "fes.flow.data-column", "d"))))
        .isEqualTo(new Flow.PostgresWalToNakadiDataEvent("t", null, "o", "m", "d"));
    assertThat(
            HostedFlow.read(
                of("PostgresWalToNakadiDataEvent", Map.of("fes.flow.data-type", "order"))))
        .isEqualTo(new Flow.PostgresWalToNakadiDataEvent(null, "order", null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nonsense"})
  void nameTheKnownFlowsWhereTheTypeIsNone(String type) {
    assertThatThrownBy(() -> HostedFlow.read(of(type, Map.of())))
        .hasMessageContaining("fes.flow.type")
        .hasMessageContaining(GENERIC);
  }

  @Test
  void readEveryFlowOfTheResource() {
    for (Class<?> type : Flow.class.getPermittedSubclasses()) {
      assertThat(HostedFlow.read(of(type.getSimpleName(), REQUIRED))).isInstanceOf(type);
    }
  }

  private static FlowSettings settings(Map<String, String> properties) {
    return binder(properties).bindOrCreate("fes.flow", Bindable.of(FlowSettings.class));
  }

  private static Flow flow(Map<String, String> properties) {
    return HostedFlow.read(of(GENERIC, properties));
  }

  private static Binder of(String type, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("fes.flow.type", type);
    return binder(all);
  }

  private static Binder binder(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties));
  }
}
