package dev.fes.testbed;

import java.net.URI;

/** A server beside FES, and how its trouble is told. */
enum Neighbour {
  POSTGRES("source", "orders"),
  DYNAMODB("source", "(?i)dynamodb|lease table"),
  KAFKA("source", "Kafka"),
  LAMBDA("flow", "Lambda"),
  NAKADI("sink", "Nakadi"),
  SQS("sink", "SQS");

  final String role;

  /** What the error of the stage that works with it must say, as a regular expression. */
  final String words;

  Neighbour(String role, String words) {
    this.role = role;
    this.words = words;
  }

  boolean isBeside(Line line) {
    return switch (this) {
      case POSTGRES -> line.origin() == Line.Origin.POSTGRES;
      case DYNAMODB -> line.origin() == Line.Origin.DYNAMODB;
      case KAFKA -> true;
      case LAMBDA -> line.flow() == Line.Conversion.LAMBDA;
      case NAKADI -> line.sink() == Line.Target.NAKADI;
      case SQS -> line.sink() != Line.Target.NAKADI;
    };
  }

  FaultyProxy openProxy(Testbed testbed) {
    return switch (this) {
      case POSTGRES -> FaultyProxy.to(testbed.postgres().host(), testbed.postgres().port());
      case KAFKA -> testbed.kafka().openProxy();
      case DYNAMODB -> to(testbed.dynamoDb().endpoint());
      case LAMBDA -> to(testbed.lambda().endpoint());
      case NAKADI -> to(testbed.nakadi().baseUri());
      case SQS -> to(testbed.sqs().endpoint());
    };
  }

  private static FaultyProxy to(URI server) {
    return FaultyProxy.to(server);
  }
}
