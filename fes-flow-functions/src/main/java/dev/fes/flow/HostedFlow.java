package dev.fes.flow;

import dev.fes.api.Flow;
import dev.fes.flow.lambda.LambdaSettings;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How this app carries a flow out.
 *
 * @param function the function's name in the catalog
 * @param width how many changes it may have under way at once
 */
record HostedFlow(String function, int width) {

  private static final String TYPE = "fes.flow.type";

  static HostedFlow of(Flow flow, Binder settings) {
    return switch (flow) {
      case Flow.PostgresWalToGenericNakadiEvent _ -> new HostedFlow("generic-nakadi-event", 1);
      case Flow.PostgresWalToNakadiDataEvent _ -> new HostedFlow("nakadi-data-event", 1);
      case Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          new HostedFlow("nakadi-producer-event", 1);
      case Flow.DynamoDbStreamToGenericNakadiEvent _ ->
          new HostedFlow("dynamodb-generic-nakadi-event", 1);
      case Flow.AwsLambdaConversion _ ->
          new HostedFlow(
              "aws-lambda",
              settings.bindOrCreate("fes.lambda", LambdaSettings.class).concurrency());
    };
  }

  /** Reads the flow that the settings name, with its fields. */
  static Flow read(String type, Binder settings) {
    for (Class<?> known : Flow.class.getPermittedSubclasses()) {
      if (nameOf(known).equals(type)) {
        return (Flow) settings.bindOrCreate("fes.flow", Bindable.of(known));
      }
    }
    throw unusable(
        type,
        Arrays.stream(Flow.class.getPermittedSubclasses())
            .map(HostedFlow::nameOf)
            .collect(Collectors.joining(", ", "names no flow: give one of ", "")));
  }

  private static String nameOf(Class<?> flow) {
    return flow.getSimpleName();
  }

  private static InvalidConfigurationPropertyValueException unusable(String type, String reason) {
    return new InvalidConfigurationPropertyValueException(TYPE, type, reason);
  }
}
