package dev.fes.testbed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event stream that a matrix works on, as data: from where, how, to where, and what if not. */
record Line(String name, Origin origin, Conversion flow, Target sink, Order order, Mercy recovery) {

  /** As many keys as are published side by side; rows take turns. */
  static final int KEYS = 25;

  enum Origin {
    POSTGRES,
    DYNAMODB
  }

  enum Conversion {
    GENERIC_OF_ROW("generic-nakadi-event", "type: PostgresWalToGenericNakadiEvent"),
    GENERIC_OF_ITEM("dynamodb-generic-nakadi-event", "type: DynamoDbStreamToGenericNakadiEvent"),
    LAMBDA("aws-lambda", "type: AwsLambdaConversion, lambdaFunctionArn: \"%s\"");

    final String title;
    final String manifest;

    Conversion(String title, String manifest) {
      this.title = title;
      this.manifest = manifest;
    }
  }

  enum Target {
    NAKADI("nakadi", "type: Nakadi, eventType: %s"),
    SQS_STANDARD("sqs", "type: SqsStandard, queueName: %s"),
    SQS_FIFO("sqs-fifo", "type: SqsFifo, queueName: %s");

    final String title;
    final String manifest;

    Target(String title, String manifest) {
      this.title = title;
      this.manifest = manifest;
    }
  }

  enum Order {
    TOTAL,
    BY_KEY
  }

  /** What becomes of a bad event, and where its letter goes if it gets one. */
  enum Mercy {
    NONE(null),
    IGNORE(null),
    LETTER_TO_NAKADI(Target.NAKADI),
    LETTER_TO_QUEUE(Target.SQS_FIFO);

    final @Nullable Target letters;

    Mercy(@Nullable Target letters) {
      this.letters = letters;
    }
  }

  /** An event type, queue or function of its own. */
  String target() {
    return name;
  }

  String letterTarget() {
    return name + "-letters";
  }

  /** Its outbox or table of items. */
  String table() {
    return name.replace('-', '_') + "_outbox";
  }

  List<String> roles() {
    List<String> roles = new ArrayList<>(List.of("source", "flow", "sink"));
    if (recovery.letters != null) {
      roles.add("dead-letter");
    }
    return roles;
  }

  /** What is killed with a role: a kind of stage, counted over all lines. */
  String kind(String role) {
    return switch (role) {
      case "source" -> origin == Origin.POSTGRES ? "source postgres" : "source dynamodb";
      case "flow" -> "flow " + flow.title;
      case "sink" -> "sink " + sink.title;
      case "dead-letter" -> "dead-letter sink";
      default -> throw new IllegalArgumentException(role);
    };
  }

  Line with(Mercy another) {
    return new Line(name, origin, flow, sink, order, another);
  }

  /** Whether one row must not arrive before the other. */
  boolean areInOrder(int row, int other) {
    return sink != Target.SQS_STANDARD && (order == Order.TOTAL || haveOneKey(row, other));
  }

  static boolean haveOneKey(int row, int other) {
    return row % KEYS == other % KEYS;
  }
}
