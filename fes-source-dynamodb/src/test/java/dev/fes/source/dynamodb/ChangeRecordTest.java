package dev.fes.source.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

class ChangeRecordTest {

  private static final String ARN =
      "arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/2026";
  private static final Map<String, AttributeValue> KEYS = Map.of("id", AttributeValue.fromS("a"));

  private final ChangeDecoder decoder = new ChangeDecoder(ARN, "orders", "shard-1");

  @Test
  void isPlainJson() {
    Change change =
        decoder.decode(
            record(OperationType.MODIFY)
                .dynamodb(
                    image()
                        .newImage(Map.of("id", AttributeValue.fromS("a")))
                        .oldImage(Map.of())
                        .build())
                .build());

    assertThat(json(change))
        .isEqualTo(
            "{\"eventID\":\"e1\",\"eventName\":\"MODIFY\",\"eventSourceARN\":\""
                + ARN
                + "\",\"ApproximateCreationDateTime\":1234,\"Keys\":{\"id\":\"a\"},"
                + "\"NewImage\":{\"id\":\"a\"},\"OldImage\":{},"
                + "\"SequenceNumber\":\"007\",\"SizeBytes\":9,"
                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}");
    assertThat(change.facts())
        .returns(Operation.UPDATE, facts -> facts.op())
        .returns("shard-1:007", facts -> facts.position())
        .returns("orders", facts -> facts.table())
        .returns(1_234_000L, facts -> facts.committedAtMicros());
  }

  @Test
  void anImageThatTheStreamDoesNotHaveIsAbsent() {
    assertThat(json(decoder.decode(record(OperationType.REMOVE).dynamodb(image().build()).build())))
        .doesNotContain("NewImage", "OldImage");
  }

  @Test
  void numbersKeepAllTheirDigits() {
    assertThat(rendered(AttributeValue.fromN("12345678901234567890123456789012345678")))
        .isEqualTo("12345678901234567890123456789012345678");
    assertThat(rendered(AttributeValue.fromN("0.10"))).isEqualTo("0.10");
    assertThat(rendered(AttributeValue.fromN("1E-130"))).isEqualTo("1E-130");
    assertThat(rendered(AttributeValue.fromN(".5"))).isEqualTo("0.5");
  }

  @Test
  void setsAreSorted() {
    assertThat(rendered(AttributeValue.builder().ss("b", "a").build())).isEqualTo("[\"a\",\"b\"]");
    assertThat(rendered(AttributeValue.builder().ns("10", "9").build())).isEqualTo("[9,10]");
    assertThat(rendered(AttributeValue.builder().bs(bytes("b"), bytes("a")).build()))
        .isEqualTo("[\"YQ==\",\"Yg==\"]");
  }

  @Test
  void theRestIsWhatJsonHasForIt() {
    assertThat(
            rendered(
                AttributeValue.fromM(
                    Map.of(
                        "list",
                        AttributeValue.fromL(
                            List.of(AttributeValue.fromBool(true), AttributeValue.fromNul(true))),
                        "binary",
                        AttributeValue.fromB(bytes("a"))))))
        .isEqualTo("{\"binary\":\"YQ==\",\"list\":[true,null]}");
  }

  @Test
  void idsAreOfStreamShardAndSequenceNumber() {
    Record found = record(OperationType.INSERT).dynamodb(image().build()).build();

    assertThat(decoder.decode(found).facts().id())
        .isEqualTo(new ChangeDecoder(ARN, "orders", "shard-1").decode(found).facts().id())
        .isNotEqualTo(new ChangeDecoder(ARN, "orders", "shard-2").decode(found).facts().id())
        .isNotEqualTo(new ChangeDecoder(ARN + "7", "orders", "shard-1").decode(found).facts().id());
  }

  @Test
  void theKeyOfAnItemDoesNotDependOnTheOrderOfItsSchema() {
    assertThat(OrderingKey.ofItem(KEYS)).asString().isEqualTo("a");
    assertThat(
            OrderingKey.ofItem(
                Map.of("sort", AttributeValue.fromN("1"), "id", AttributeValue.fromS("a"))))
        .asString()
        .isEqualTo("{\"id\":\"a\",\"sort\":1}");
  }

  @Test
  void otherFieldsMayBeTheKey() {
    Map<String, AttributeValue> image =
        Map.of(
            "customer",
            AttributeValue.fromM(Map.of("id", AttributeValue.fromN("7"))),
            "state",
            AttributeValue.fromS("sent"));
    assertThat(OrderingKey.ofFields(image, List.of("NewImage.customer.id")))
        .asString()
        .isEqualTo("7");
    assertThat(OrderingKey.ofFields(image, List.of("state", "nothing")))
        .asString()
        .isEqualTo("[\"sent\",null]");
  }

  private String rendered(AttributeValue value) {
    Change change =
        decoder.decode(
            record(OperationType.INSERT)
                .dynamodb(image().newImage(Map.of("v", value)).build())
                .build());
    return json(change).replaceAll(".*\"NewImage\":\\{\"v\":(.*)\\},\"SequenceNumber.*", "$1");
  }

  private static SdkBytes bytes(String text) {
    return SdkBytes.fromUtf8String(text);
  }

  private static Record.Builder record(OperationType type) {
    return Record.builder().eventID("e1").eventName(type);
  }

  private static StreamRecord.Builder image() {
    return StreamRecord.builder()
        .approximateCreationDateTime(Instant.ofEpochMilli(1234))
        .keys(KEYS)
        .sequenceNumber("007")
        .sizeBytes(9L)
        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private static String json(Change change) {
    return new String(change.json(), UTF_8);
  }
}
