package dev.fes.testbed;

import dev.fes.testbed.Line.Order;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lines of one resource as a manifest: those of Postgres share a slot. */
record LineManifest(String resource, List<Line> lines, Function<Line, String> streamArn) {

  private static final String HEAD =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata: {name: %1$s}
      spec:
        applicationId: %1$s
        eventStreams:
      """;
  private static final String STREAM =
      """
          - uniqueStreamId: %s
            source: {%s}
            flow: {%s}
            sink: {%s}
            recovery: {%s}
      """;

  String text() {
    return HEAD.formatted(resource)
        + lines.stream().map(this::stream).collect(Collectors.joining());
  }

  private String stream(Line line) {
    return STREAM.formatted(
        line.name(),
        source(line),
        line.flow().manifest.formatted(function(line)),
        line.sink().manifest.formatted(line.target())
            + (line.order() == Order.BY_KEY ? ", partitionKeyFields: [key]" : ""),
        recovery(line));
  }

  private String source(Line line) {
    return switch (line.origin()) {
      case POSTGRES ->
          "type: PostgresLogicalReplication, jdbcConnection: {slotName: %s, jdbcUrl: %s}, table: {name: %s}"
              .formatted(
                  resource.replace('-', '_'),
                  "\"jdbc:postgresql://db.example:5432/orders?user=fes\"",
                  line.table());
      case DYNAMODB ->
          "type: DynamoDbStreamsSubscription, subscription: {leaseTableName: %s_lease, streamArn: \"%s\"}"
              .formatted(line.table(), streamArn.apply(line));
    };
  }

  private static String recovery(Line line) {
    return switch (line.recovery()) {
      case NONE -> "type: None";
      case IGNORE -> "type: Ignore";
      case LETTER_TO_NAKADI, LETTER_TO_QUEUE ->
          "type: DeadLetter, sink: {%s}"
              .formatted(line.recovery().letters.manifest.formatted(line.letterTarget()));
    };
  }

  private static String function(Line line) {
    return "arn:aws:lambda:%s:000000000000:function:%s"
        .formatted(AwsAccess.REGION.id().toLowerCase(Locale.ROOT), line.target());
  }
}
