package dev.fes.testbed;

import java.net.URI;

/** A server beside FES, and how its trouble is told. */
enum Neighbour {
  POSTGRES(Part.POSTGRES, "source", "orders"),
  DYNAMODB(Part.DYNAMODB, "source", "(?i)dynamodb|lease table"),
  KAFKA(Part.KAFKA, "source", "Kafka"),
  LAMBDA(Part.LAMBDA, "flow", "Lambda"),
  NAKADI(Part.NAKADI, "sink", "Nakadi"),
  SQS(Part.SQS, "sink", "SQS");

  final Part part;
  final String role;

  /** What the error of the stage that works with it must say, as a regular expression. */
  final String words;

  Neighbour(Part part, String role, String words) {
    this.part = part;
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
