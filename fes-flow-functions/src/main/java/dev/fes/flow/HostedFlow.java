package dev.fes.flow;

import dev.fes.api.Flow;
import dev.fes.flow.lambda.LambdaSettings;
import dev.fes.stage.Choice;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * How this app carries a flow out.
 *
 * @param function the function's name in the catalog
 * @param width how many changes it may have under way at once
 */
record HostedFlow(String function, int width) {

  private static final Choice<Flow> FLOWS =
      new Choice<>(
          "fes.flow",
          List.of(
              Flow.PostgresWalToGenericNakadiEvent.class,
              Flow.PostgresWalToNakadiDataEvent.class,
              Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent.class,
              Flow.DynamoDbStreamToGenericNakadiEvent.class,
              Flow.AwsLambdaConversion.class));

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
  static Flow read(Binder settings) {
    return FLOWS.read(settings);
  }
}
