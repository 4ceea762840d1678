package dev.fes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Manifests to read in tests: the shared ones, and one to break. */
final class Resources {

  static final String STREAM = "spec.eventStreams[0]";

  /** Sound, with every optional field of a Postgres stream; a test replaces a line to break it. */
  static final String FULL =
      """
            apiVersion: zalando.org/v1
            kind: FabricEventStream
            metadata:
              name: orders
              namespace: team-a
            spec:
              applicationId: orders-app
              eventStreams:
                - uniqueStreamId: orders
                  source:
                    type: PostgresLogicalReplication
                    jdbcConnection:
                      slotName: fes
                      jdbcUrl: jdbc:postgresql://db.example/orders?user=fes
                      publicationName: fes_publication
                      pluginType: pgoutput
                      databaseAuthentication:
                        type: DatabaseAuthenticationSecret
                        name: fes-credentials
                        userKey: username
                        passwordKey: password
                    schema: data
                    table:
                      name: outbox
                      idColumn: key
                    filter: "[?(@.source.lsn > 1)]"
                    operations: [INSERT]
                  flow:
                    type: PostgresWalToGenericNakadiEvent
                    payloadColumn: body
                    flowIdColumn: flow_id
                    spanCtxColumn: span_ctx
                  sink:
                    type: Nakadi
                    eventType: order-events
                    maxBatchSize: 100
                    nakadiBaseUri: https://nakadi.example
                    partitionKeyFields: [order_id]
                  recovery:
                    type: DeadLetter
                    sink:
                      type: SqsFifo
                      queueName: letters
                      queueUrl: https://sqs.example/1/letters.fifo
            """;

  static final String DYNAMO =
      """
            apiVersion: zalando.org/v1
            kind: FabricEventStream
            metadata: {name: orders}
            spec:
              applicationId: orders-app
              eventStreams:
                - source:
                    type: DynamoDbStreamsSubscription
                    subscription:
                      leaseTableName: leases
                      streamArn: arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2022-05-01T00:00:00.000
                      stsAssumeRoleArn: arn:aws:iam::000000000000:role/reader
                      arnResolutionMode: EXACT
                  flow:
                    type: AwsLambdaConversion
                    lambdaFunctionArn: arn:aws:lambda:eu-central-1:000000000000:function:convert
                  sink:
                    type: SqsStandard
                    queueName: queue
            """;

  private Resources() {}

  static String shared(String name) {
    try (InputStream in = Resources.class.getResourceAsStream("/resources/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FabricEventStream valid(String text) {
    return validReading(text).resource();
  }

  static Reading.Valid validReading(String text) {
    List<Reading> readings = ResourceReader.read(text);
    assertThat(readings).singleElement().isInstanceOf(Reading.Valid.class);
    return (Reading.Valid) readings.getFirst();
  }

  static EventStream stream(String text) {
    return valid(text).eventStreams().getFirst();
  }

  static List<Finding> faults(String text) {
    List<Reading> readings = ResourceReader.read(text);
    assertThat(readings).singleElement().isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) readings.getFirst()).findings();
  }

  /** The manifest with one piece of text replaced, which must be in it. */
  static String with(String manifest, String piece, String other) {
    assertThat(manifest).contains(piece);
    return manifest.replace(piece, other);
  }

  /** The manifest without the line that begins with this text. */
  static String without(String manifest, String start) {
    assertThat(manifest.lines().anyMatch(line -> line.strip().startsWith(start))).isTrue();
    return manifest
        .lines()
        .filter(line -> !line.strip().startsWith(start))
        .reduce("", (a, b) -> a + b + "\n");
  }
}
