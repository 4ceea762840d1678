package dev.fes.controller.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Flow;
import dev.fes.api.Recovery;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The API server refuses what the controller would find invalid, and stores what it would serve.
 */
class CrdAgreesTest {

  private static final Map<String, Class<?>> UNIONS =
      Map.of(
          "source", Source.class,
          "flow", Flow.class,
          "sink", Sink.class,
          "recovery", Recovery.class,
          "recovery.sink", Sink.class);

  static Stream<Arguments> fields() {
    return Sample.ALL.stream()
        .flatMap(name -> Sample.of(name).fields().stream().map(path -> Arguments.of(name, path)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void onWhatMustBeWritten(String sample, String path) {
    assertAgreement(Sample.of(sample).without(path));
    assertAgreement(Sample.of(sample).withNull(path));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void onKindsOfValues(String sample, String path) {
    for (String value : List.of("{}", "[]", "[{}]", "7", "true", "'text'", "''", "' '")) {
      Sample changed = Sample.of(sample).with(path, Sample.yaml(value));
      if (!changed.get(path).equals(Sample.of(sample).get(path))) {
        assertAgreement(changed);
      }
    }
  }

  /** A field, values that both take, and values that neither takes; {@code X63} is 63 letters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgres|spec.applicationId|[a, A.b-c_9, X63]|[X64, -a, a., 'a b', ä]",
        "postgres|uniqueStreamId|[a, a-9, X20]|[X21, A, -a, a-, a_b]",
        "postgres|source.schema|['My schema', X63, ä]|[X64, \"a\\u0001\", \"\\t\"]",
        "postgres|source.filter|['[?(@.op == 1)]', $.after.id]|[]",
        "postgres|source.operations|[[c, Insert, D], [snapshot, S, u, MODIFY, remove]]|[[], [X], [INSERT, null]]",
        "postgres|source.table.name|[X63, 'a\"b', '$1']|[X64, ä23456789012345678901234567890123456789012345678901234567890123]",
        "postgres|source.table.idColumn|[X63]|[X64]",
        "postgres|source.jdbcConnection.slotName|[X63, fes_1, FES]|[X64, a-b, a.b, ä]",
        "postgres|source.jdbcConnection.publicationName|[X63, My-Publication]|[X64]",
        "postgres|source.jdbcConnection.pluginType|[pgoutput]|[wal2json, PGOUTPUT]",
        "postgres|source.jdbcConnection.jdbcUrl|['jdbc:postgresql://a:1/d?user=password', 'jdbc:postgresql://h/d?user=a@b']|['jdbc:postgresql://u@h/d', 'jdbc:postgresql://a:1,b:2/d', 'jdbc:postgresql://h/d?PASSWORD=x', 'jdbc:postgresql://h/d?user=a&sslpassword', 'JDBC:postgresql://h/d']",
        "postgres|source.jdbcConnection.databaseAuthentication.type|[DatabaseAuthenticationSecret]|[Secret]",
        "postgres|source.jdbcConnection.databaseAuthentication.name|[a.b-c, X253]|[X254, A, ../x, a/b, -a]",
        "postgres|source.jdbcConnection.databaseAuthentication.userKey|[A.b-c_9, X253]|[X254, a/b, 'a b']",
        "postgres|source.jdbcConnection.databaseAuthentication.passwordKey|[A.b-c_9, X253]|[X254, a/b, 'a b']",
        "postgres|flow.payloadColumn|[X63]|[X64]",
        "postgres|flow.flowIdColumn|[X63]|[X64]",
        "postgres|flow.spanCtxColumn|[X63]|[X64]",
        "postgres|flow|[{type: PostgresWalToNakadiDataEvent, dataType: X20}, {type: PostgresWalToNakadiDataEvent, dataTypeColumn: X63}]|[{type: PostgresWalToNakadiDataEvent, dataTypeColumn: X64}, {type: PostgresWalToNakadiDataEvent, dataColumn: X64}, {type: PostgresWalToNakadiDataEvent, dataOpColumn: X64}, {type: PostgresWalToNakadiDataEvent, metadataColumn: X64}, {type: AwsLambdaConversion}]",
        "postgres|sink.eventType|[a.b-c_9, X255]|[X256, .a, a/b, ä]",
        "postgres|sink.maxBatchSize|[1, 2147483647]|[0, -1, 2147483648, 1.5, '1']",
        "postgres|sink.nakadiBaseUri|['HTTP://h', 'https://h:1/a/b@c']|['ftp://h', h, '//h', 'https://', 'https://u@h/a', 'https://h?q', 'https://h#f']",
        "postgres|sink.partitionKeyFields|[[], [a, b], [ä.b]]|[[a, a], [a, ' '], [null]]",
        "postgres|recovery.sink.queueName|[X75, a-b_9, a.fifo]|[X76, a.b, .fifo]",
        "postgres|recovery.sink.queueUrl|['https://h/1/a.fifo']|['https://h/1/a', 'https://u@h/a.fifo', 'https://h/a.fifo?q']",
        "postgres|recovery.sink|[{type: SqsStandard, queueName: a}, {type: Nakadi, eventType: order-events}]|[{type: Nakadi, eventType: order-events, nakadiBaseUri: 'https://nakadi.example'}, {type: Sqs}]",
        "dynamodb|source.subscription.streamArn|['arn:aws-cn:dynamodb:cn-1:000000000000:table/abc/stream/x']|['arn:aws:dynamodb:eu:1:table/abc/stream/x', 'arn:aws:dynamodb:eu:000000000000:table/ab/stream/x', 'arn:aws:dynamodb:eu:000000000000:table/abc/stream/*']",
        "dynamodb|source.subscription|[{leaseTableName: abc, arnResolutionMode: dynamic, streamArn: 'arn:aws:dynamodb:eu:000000000000:table/abc/*'}, {leaseTableName: abc, arnResolutionMode: DYNAMIC, streamArn: 'arn:aws:dynamodb:eu:000000000000:table/abc*'}]|[{leaseTableName: abc, arnResolutionMode: DYNAMIC, streamArn: '*'}, {leaseTableName: abc, streamArn: 'arn:aws:dynamodb:eu:000000000000:table/abc/*'}]",
        "dynamodb|source.subscription.leaseTableName|[abc, X255, a.b-c_9]|[ab, X256, a/b]",
        "dynamodb|source.subscription.stsAssumeRoleArn|['arn:aws:iam::000000000000:role/a/b@c']|['arn:aws:iam::000000000000:user/a', 'arn:aws:iam::0:role/a']",
        "dynamodb|source.subscription.arnResolutionMode|[exact, DYNAMIC]|[ANY]",
        "dynamodb|flow.lambdaFunctionArn|['arn:aws:lambda:eu:000000000000:function:X64', 'arn:aws:lambda:eu:000000000000:function:f:$LATEST', 'arn:aws:lambda:eu:000000000000:function:f:v1']|['arn:aws:lambda:eu:000000000000:function:X65', f, 'arn:aws:lambda:eu:000000000000:function:f:v:1']",
        "dynamodb|sink.queueName|[X80, a-b_9]|[X81, a.fifo, a.b, 'a b']",
        "dynamodb|sink.queueUrl|['https://h/1/a']|['https://h/1/a.fifo', 'sqs://h/a']",
        "dynamodb|sink.partitionKeyFields|[[a, b]]|[[a, a]]",
        "dynamodb|recovery|[{type: None, sink: null}, {type: Ignore}]|[{type: Skip}, {type: DeadLetter}, {type: DeadLetter, sink: {type: SqsStandard, queueName: carts, queueUrl: 'https://sqs.example/1/carts'}}]"
      })
  void onTheBordersOf(String sample, String path, String good, String bad) {
    for (JsonNode value : values(good)) {
      Sample changed = Sample.of(sample).with(path, value);
      assertThat(changed.refusals()).as("API server on %s", value).isEmpty();
      assertThat(changed.isServed()).as("controller on %s: %s", value, changed.findings()).isTrue();
    }
    for (JsonNode value : values(bad)) {
      Sample changed = Sample.of(sample).with(path, value);
      assertThat(changed.refusals()).as("API server on %s", value).isNotEmpty();
      assertThat(changed.isServed()).as("controller on %s", value).isFalse();
    }
  }

  static Stream<Arguments> foreignFields() {
    return UNIONS.entrySet().stream()
        .flatMap(
            union ->
                Arrays.stream(union.getValue().getPermittedSubclasses())
                    .flatMap(
                        type ->
                            foreign(union.getValue(), type).stream()
                                .map(field -> Arguments.of(union.getKey(), type, field))));
  }

  /** The controller warns of it where it reads a file; the API server can refuse it in time. */
  @ParameterizedTest
  @MethodSource("foreignFields")
  void refusesAFieldOfAnotherType(String union, Class<?> type, String field) {
    Sample sample =
        Sample.of("postgres")
            .with(union + ".type", Sample.yaml("'" + type.getSimpleName() + "'"))
            .with(union + "." + field, sampleOf(field));
    assertThat(sample.refusals())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.path()).isEqualTo(Sample.full(union + "." + field));
              assertThat(refusal.message())
                  .startsWith(field + " belongs to ")
                  .contains("take it out");
            });
    assertThat(sample.findings())
        .anySatisfy(
            finding -> assertThat(finding.path()).isEqualTo(Sample.full(union + "." + field)));
  }

  @Test
  void onAFlowForEverySource() {
    for (Class<?> flow : Flow.class.getPermittedSubclasses()) {
      String extra =
          flow == Flow.AwsLambdaConversion.class
              ? ", lambdaFunctionArn: '" + sampleOf("lambdaFunctionArn").asString() + "'"
              : "";
      for (String sample : Sample.ALL) {
        assertAgreement(
            Sample.of(sample)
                .with("flow", Sample.yaml("{type: " + flow.getSimpleName() + extra + "}")));
      }
    }
  }

  private static void assertAgreement(Sample sample) {
    boolean refused = !sample.refusals().isEmpty();
    boolean foreign =
        sample.refusals().stream().allMatch(refusal -> refusal.message().contains(" belongs to "));
    assertThat(refused && !foreign)
        .as("API server: %s%ncontroller: %s", sample.refusals(), sample.findings())
        .isEqualTo(!sample.isServed());
  }

  private static Set<String> foreign(Class<?> union, Class<?> type) {
    Set<String> all =
        Arrays.stream(union.getPermittedSubclasses())
            .flatMap(one -> components(one))
            .collect(Collectors.toSet());
    all.removeAll(components(type).toList());
    return all;
  }

  private static Stream<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName);
  }

  private static JsonNode sampleOf(String field) {
    return Sample.ALL.stream()
        .map(Sample::of)
        .flatMap(
            sample ->
                sample.fields().stream()
                    .filter(path -> path.endsWith("." + field))
                    .map(sample::get))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> Sample.yaml("column"));
  }

  private static List<JsonNode> values(String list) {
    String written = list;
    for (int length : List.of(254, 253, 256, 255, 81, 80, 76, 75, 65, 64, 63, 21, 20)) {
      written = written.replace("X" + length, "x".repeat(length));
    }
    return Sample.yaml(written).valueStream().toList();
  }
}
