package dev.fes.controller.plan;

import dev.fes.api.Flow;
import dev.fes.api.Sink;
import dev.fes.api.Source;

/**
 * Which app carries a type of the resource, its short name in definitions, and whether this version
 * can run it. A new type is enabled here.
 */
record StageType(String title, App app, boolean available) {

  static StageType of(Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication _ ->
          new StageType("postgres", App.POSTGRES_SOURCE, true);
      case Source.DynamoDbStreamsSubscription _ ->
          new StageType("dynamodb", App.DYNAMODB_SOURCE, true);
    };
  }

  static StageType of(Flow flow) {
    return switch (flow) {
      case Flow.PostgresWalToGenericNakadiEvent _ -> flow("generic-nakadi-event", true);
      case Flow.AwsLambdaConversion _ -> flow("aws-lambda", true);
      case Flow.DynamoDbStreamToGenericNakadiEvent _ -> flow("dynamodb-generic-nakadi-event", true);
      case Flow.PostgresWalToNakadiDataEvent _ -> flow("nakadi-data-event", true);
      case Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          flow("nakadi-producer-event", false);
    };
  }

  static StageType of(Sink sink) {
    return switch (sink) {
      case Sink.Nakadi _ -> new StageType("nakadi", App.NAKADI_SINK, true);
      case Sink.SqsStandard _ -> new StageType("sqs", App.SQS_SINK, true);
      case Sink.SqsFifo _ -> new StageType("sqs-fifo", App.SQS_SINK, true);
    };
  }

  private static StageType flow(String title, boolean available) {
    return new StageType(title, App.FLOW_FUNCTIONS, available);
  }
}
