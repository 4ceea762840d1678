package dev.fes.controller.plan;

import dev.fes.api.Flow;
import dev.fes.api.Shorthand;
import dev.fes.api.Sink;
import dev.fes.api.Source;

/**
 * Which app carries a type of the resource, its short name in definitions, and whether this version
 * can run it. A new type is enabled here.
 */
record StageType(String title, App app, boolean available) {

  static StageType of(Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication _ -> built(source, App.POSTGRES_SOURCE);
      case Source.DynamoDbStreamsSubscription _ -> built(source, App.DYNAMODB_SOURCE);
    };
  }

  static StageType of(Flow flow) {
    return switch (flow) {
      case Flow.PostgresWalToGenericNakadiEvent _,
          Flow.AwsLambdaConversion _,
          Flow.DynamoDbStreamToGenericNakadiEvent _,
          Flow.PostgresWalToNakadiDataEvent _ ->
          built(flow, App.FLOW_FUNCTIONS);
      case Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          new StageType(Shorthand.nameOf(flow.getClass()), App.FLOW_FUNCTIONS, false);
    };
  }

  static StageType of(Sink sink) {
    return switch (sink) {
      case Sink.Nakadi _ -> built(sink, App.NAKADI_SINK);
      case Sink.SqsStandard _, Sink.SqsFifo _ -> built(sink, App.SQS_SINK);
    };
  }

  private static StageType built(Object type, App app) {
    return new StageType(Shorthand.nameOf(type.getClass()), app, true);
  }
}
