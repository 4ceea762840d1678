package dev.fes.api;

import static dev.fes.api.Resources.DYNAMO;
import static dev.fes.api.Resources.FULL;
import static dev.fes.api.Resources.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvariantsTest {

  private static final String X64 = "x".repeat(64);

  /** What is replaced, by what, the path below the event stream, and words of the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "slotName: fes|slotName: fes-slot|source.jdbcConnection.slotName|is not the name of a slot",
        "slotName: fes|slotName: X64|source.jdbcConnection.slotName|at most 63",
        "slotName: fes|slotName: 5|source.jdbcConnection.slotName|must be text, but is a number: quote it",
        "pgoutput|wal2json|source.jdbcConnection.pluginType|pgoutput",
        "publicationName: fes_publication|publicationName: ' '|source.jdbcConnection.publicationName|is blank",
        "jdbc:postgresql|jdbc:mysql|source.jdbcConnection.jdbcUrl|does not start with jdbc:postgresql://",
        "?user=fes|?sslfactory=x|source.jdbcConnection.jdbcUrl|sslfactory that is not allowed",
        "AuthenticationSecret|Authentication|source.jdbcConnection.databaseAuthentication.type|known: Database",
        "name: fes-credentials|name: ../x|source.jdbcConnection.databaseAuthentication.name|name of a Secret",
        "userKey: username|userKey: '..a'|source.jdbcConnection.databaseAuthentication.userKey|key of a Secret",
        "passwordKey: password|passwordKey: .|source.jdbcConnection.databaseAuthentication.passwordKey|a key",
        "userKey: username|userKey: a/b|source.jdbcConnection.databaseAuthentication.userKey|key of a Secret",
        "passwordKey: password|passwordKey: ''|source.jdbcConnection.databaseAuthentication.passwordKey|a key",
        "schema: data|schema: ''|source.schema|is blank",
        "name: outbox|name: X64|source.table.name|64 bytes",
        "name: outbox|name: \"a\\0b\"|source.table.name|control character",
        "idColumn: key|idColumn: ''|source.table.idColumn|is blank",
        "lsn > 1)|lsn > )|source.filter|is not a JSONPath",
        "filter: |filter: [?(@.op)] #|source.filter|must be text, but is a list: put the filter between quotes",
        "operations: [INSERT]|operations: []|source.operations|is empty",
        "operations: [INSERT]|operations: [UPSERT]|source.operations[0]|did you mean INSERT",
        "operations: [INSERT]|operations: [null]|source.operations[0]|is empty",
        "operations: [INSERT]|operations: INSERT|source.operations|must be a list, but is text",
        "payloadColumn: body|payloadColumn: ''|flow.payloadColumn|is blank",
        "flowIdColumn: flow_id|flowIdColumn: ''|flow.flowIdColumn|is blank",
        "spanCtxColumn: span_ctx|spanCtxColumn: ''|flow.spanCtxColumn|is blank",
        "ToGenericNakadiEvent|ToGenericNakadi|flow.type|did you mean PostgresWalToGenericNakadiEvent?",
        "eventType: order-events|eventType: a/b|sink.eventType|is not the name of an event type",
        "maxBatchSize: 100|maxBatchSize: 0|sink.maxBatchSize|is 0: give at least 1",
        "maxBatchSize: 100|maxBatchSize: '100'|sink.maxBatchSize|must be a whole number, but is text",
        "maxBatchSize: 100|maxBatchSize: 1.5|sink.maxBatchSize|has a fraction",
        "maxBatchSize: 100|maxBatchSize: 99999999999|sink.maxBatchSize|too large",
        "https://nakadi.example|ftp://nakadi.example|sink.nakadiBaseUri|http or https",
        "https://nakadi.example|/events|sink.nakadiBaseUri|http or https",
        "https://nakadi.example|https://u:p@nakadi.example|sink.nakadiBaseUri|carries credentials",
        "https://nakadi.example|https://nakadi.example?q=1|sink.nakadiBaseUri|query or fragment",
        "https://nakadi.example|'https://nakadi example'|sink.nakadiBaseUri|is not an address",
        "[order_id]|[order_id, '']|sink.partitionKeyFields[1]|is blank",
        "[order_id]|[a, a]|sink.partitionKeyFields[1]|a second time",
        "type: SqsFifo|type: SqsFif|recovery.sink.type|did you mean SqsFifo?",
        "type: SqsFifo|type: SqsStandard|recovery.sink.queueUrl|leads to a FIFO queue",
        "letters.fifo|letters|recovery.sink.queueUrl|.fifo",
        "queueName: letters|queueName: a b|recovery.sink.queueName|is not the name of a queue",
        "queueName: letters|queueName: X76|recovery.sink.queueName|80 characters",
        "uniqueStreamId: orders|uniqueStreamId: Orders|uniqueStreamId|lower-case",
        "uniqueStreamId: orders|uniqueStreamId: abcdefghijklmnopqrstu|uniqueStreamId|at most 20",
        "uniqueStreamId: orders|uniqueStreamId: -a|uniqueStreamId|no dash at an end"
      })
  void aPostgresStreamNamesTheFieldAndTheMend(
      String piece, String other, String path, String words) {
    String value = other.replace("X64", X64).replace("X76", "x".repeat(76));
    assertOnlyFault(Resources.with(FULL, piece, value), STREAM + "." + path, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "slotName|source.jdbcConnection.slotName",
        "jdbcUrl|source.jdbcConnection.jdbcUrl",
        "name: outbox|source.table.name",
        "name: fes-credentials|source.jdbcConnection.databaseAuthentication.name",
        "eventType|sink.eventType",
        "queueName|recovery.sink.queueName",
        "type: PostgresLogicalReplication|source.type",
        "type: Nakadi|sink.type"
      })
  void whatIsRequiredIsNamed(String line, String path) {
    assertOnlyFault(Resources.without(FULL, line), STREAM + "." + path, "is required: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders/stream/2022-05-01T00:00:00.000|orders|source.subscription.streamArn|ARN of a stream",
        "stream/2022-05-01T00:00:00.000|stream/*|source.subscription.streamArn|arnResolutionMode: DYNAMIC",
        "arn:aws:dynamodb|arn:gcp:dynamodb|source.subscription.streamArn|ARN of a stream",
        "EXACT|SOMETIMES|source.subscription.arnResolutionMode|known: DYNAMIC, EXACT",
        "leaseTableName: leases|leaseTableName: a/b|source.subscription.leaseTableName|name of a table",
        ":role/reader|:user/reader|source.subscription.stsAssumeRoleArn|ARN of a role",
        "arn:aws:lambda|lambda|flow.lambdaFunctionArn|ARN of a function",
        "queueName: queue|queueName: queue.fifo|sink.queueName|SqsFifo"
      })
  void aDynamoDbStreamNamesTheFieldAndTheMend(
      String piece, String other, String path, String words) {
    assertOnlyFault(Resources.with(DYNAMO, piece, other), STREAM + "." + path, words);
  }

  @Test
  void aFlowForAnotherSourceIsAFault() {
    String dynamo =
        Resources.with(
            FULL, "PostgresWalToGenericNakadiEvent", "DynamoDbStreamToGenericNakadiEvent");
    String postgres = Resources.with(DYNAMO, "AwsLambdaConversion", "PostgresWalToNakadiDataEvent");
    var wrong =
        new Finding(
            STREAM + ".flow.type",
            "does not read this source: take a flow made for it, AwsLambdaConversion, or none");
    assertThat(Resources.faults(dynamo)).startsWith(wrong);
    assertThat(Resources.faults(postgres)).startsWith(wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream/*", "stream/2022*", "*", "stream/2022-05-01T00:00:00.000"})
  void aDynamicArnNeedsNoLabel(String label) {
    String manifest =
        Resources.with(DYNAMO, "stream/2022-05-01T00:00:00.000", label).replace("EXACT", "DYNAMIC");
    var source = (Source.DynamoDbStreamsSubscription) Resources.stream(manifest).source();
    assertThat(source.subscription().tableName()).isEqualTo("orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: orders|metadata.name|name: Orders!",
        "namespace: team-a|metadata.namespace|namespace: team.a",
        "applicationId: orders-app|spec.applicationId|applicationId: a b",
        "apiVersion: zalando.org/v1|apiVersion|apiVersion: v1",
        "kind: FabricEventStream|kind|kind: Secret"
      })
  void theEnvelopeIsChecked(String piece, String path, String other) {
    assertThat(Resources.faults(FULL.replaceFirst("(?m)^( *)" + piece + "$", "$1" + other)))
        .singleElement()
        .extracting(Finding::path)
        .isEqualTo(path);
  }

  @Test
  void allFaultsOfAResourceAreFoundAtOnce() {
    String manifest =
        Resources.with(FULL, "slotName: fes", "slotName: a-b")
            .replace("schema: data", "schema: ''")
            .replace("eventType: order-events", "eventType: ''")
            .replace("maxBatchSize: 100", "maxBatchSize: 0")
            .replace("applicationId: orders-app", "applicationId: ''");
    assertThat(Resources.faults(manifest))
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            STREAM + ".source.jdbcConnection.slotName",
            STREAM + ".source.schema",
            STREAM + ".sink.eventType",
            STREAM + ".sink.maxBatchSize",
            "spec.applicationId");
  }

  @Test
  void aRecordCarriesItsFindingsByRelativePaths() {
    assertThatThrownBy(() -> new Sink.Nakadi("", -1, null, null))
        .isInstanceOfSatisfying(
            InvalidResource.class,
            invalid ->
                assertThat(invalid.findings())
                    .extracting(Finding::path)
                    .containsExactly("eventType", "maxBatchSize"));
  }

  @Test
  void aDeadLetterNeedsASink() {
    String manifest =
        Resources.with(DYNAMO, "      sink:", "      recovery: {type: DeadLetter}\n      sink:");
    assertOnlyFault(manifest, STREAM + ".recovery.sink", "is required");
  }

  @Test
  void aDeadLetterNeedsAnotherTarget() {
    String sink = "{type: SqsStandard, queueName: queue}";
    String manifest =
        Resources.with(
            Resources.DYNAMO,
            "      sink:",
            "      recovery: {type: DeadLetter, sink: " + sink + "}\n      sink:");
    assertOnlyFault(manifest, STREAM + ".recovery.sink", "is the sink of the event stream itself");
  }

  @Test
  void twinsNeedAnId() {
    assertOnlyFault(two(DYNAMO, ""), "spec.eventStreams[1].uniqueStreamId", "eventStreams[0]");
    assertThat(Resources.valid(two(DYNAMO, "uniqueStreamId: second")).eventStreams()).hasSize(2);
  }

  @Test
  void anIdIsUniqueInItsResource() {
    assertOnlyFault(
        two(FULL, ""), "spec.eventStreams[1].uniqueStreamId", "is that of eventStreams[0] too");
  }

  @Test
  void anAddressWrittenInTwoWaysMakesTwins() {
    String once =
        Resources.without(FULL, "- uniqueStreamId").replace("      source:", "    - source:");
    String again =
        streams(once)
            .replace("//db.example/", "//DB.example:5432/")
            .replace(": fes\n", ": other\n");
    assertOnlyFault(once + again, "spec.eventStreams[1].uniqueStreamId", "is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "", "{}", "[null]", "[5]"})
  void aResourceNeedsEventStreams(String streams) {
    String manifest = FULL.substring(0, FULL.indexOf("eventStreams:")) + "eventStreams: " + streams;
    assertThat(Resources.faults(manifest))
        .singleElement()
        .satisfies(fault -> assertThat(fault.path()).startsWith("spec.eventStreams"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PostgresWalFromNakadiProducerToGenericNakadiEvent",
        "PostgresWalToNakadiDataEvent, dataTypeColumn: t, dataOpColumn: o, metadataColumn: m, dataColumn: d",
        "PostgresWalToNakadiDataEvent, dataType: orders",
        "PostgresWalToGenericNakadiEvent",
        "AwsLambdaConversion, lambdaFunctionArn: 'arn:aws-cn:lambda:cn-north-1:000000000000:function:f:$LATEST'"
      })
  void everyFlowForPostgresIsRead(String flow) {
    String manifest =
        Resources.shared("postgres-outbox-no-recovery.yaml")
            .replaceFirst("flow:\\s+type: \\w+", "flow: {type: " + flow.replace("$", "\\$") + "}");
    assertThat(Resources.stream(manifest).flow().getClass().getSimpleName())
        .isEqualTo(flow.split(",")[0]);
  }

  @Test
  void everyOperationHasItsNamesAndLetter() {
    String names = "[insert, c, UPDATE, MODIFY, u, DELETE, REMOVE, D, S]";
    String manifest = Resources.with(FULL, "operations: [INSERT]", "operations: " + names);
    assertThat(Resources.stream(manifest).source().operations())
        .containsExactly(Operation.values());
  }

  @Test
  void aLargeBatchIsLeftToTheSink() {
    String manifest =
        Resources.with(DYNAMO, "queueName: queue", "queueName: queue\n        maxBatchSize: 1000");
    assertThat(Resources.stream(manifest).sink())
        .isEqualTo(new Sink.SqsStandard("queue", null, 1000, List.of()));
  }

  private static void assertOnlyFault(String manifest, String path, String words) {
    assertThat(Resources.faults(manifest))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.path()).isEqualTo(path);
              assertThat(fault.message()).contains(words).doesNotContain("\n");
            });
  }

  private static String two(String manifest, String line) {
    String second = streams(manifest);
    return manifest
        + (line.isEmpty() ? second : second.replaceFirst("- ", "- " + line + "\n      "));
  }

  private static String streams(String manifest) {
    return manifest.substring(manifest.indexOf("    - "));
  }
}
