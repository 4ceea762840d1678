package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each type of the resource, by the examples that users copy: what goes in at the source comes out
 * at the sink, whole, in order and with its id; what is bad goes where the recovery says.
 */
@ExtendWith(RunningFes.class)
class ExamplesIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final House house;

  ExamplesIT(House house) {
    this.house = house;
  }

  /** No flow; INSERT, UPDATE, DELETE; a dead letter in a FIFO queue. */
  @Test
  void aTablesChangesArriveAsTheyAre() {
    sql(
        "INSERT INTO warehouse.stock VALUES ('a-1', 12.50, '{red,blue}', repeat('x', 40), now())",
        "UPDATE warehouse.stock SET price = 12.5000000000000000000001 WHERE sku = 'a-1'",
        "DELETE FROM warehouse.stock WHERE sku = 'a-1'");
    List<JsonNode> changes = bodies(receive("stock-changes", 3));
    assertThat(changes).extracting(change -> change.path("op").asString()).contains("c", "u", "d");
    JsonNode update = first(changes, "op", "u");
    assertThat(update.path("after").path("price").toString())
        .isEqualTo("12.5000000000000000000001");
    assertThat(update.path("after").path("colours")).hasSize(2);
    assertThat(first(changes, "op", "d").path("before").path("sku").asString()).isEqualTo("a-1");
  }

  /** Postgres leaves an unchanged TOASTed value out: a dead letter, never half a row. */
  @Test
  void aChangeThatPostgresSendsIncompletelyIsADeadLetterThatNamesTheMend() {
    sql(
        "INSERT INTO warehouse.stock SELECT 'b-1', 1, '{}',"
            + " (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n), now()",
        "UPDATE warehouse.stock SET price = 2 WHERE sku = 'b-1'");
    assertThat(bodies(receive("stock-changes", 1)).getFirst().path("op").asString()).isEqualTo("c");
    Message letter = receive("stock-dead-letters.fifo", 1).getFirst();
    assertThat(attribute(letter, "fes-error"))
        .contains("note", "ALTER TABLE", "REPLICA IDENTITY FULL");
    assertThat(attribute(letter, "fes-stage")).isEqualTo("source");
    assertThat(json(letter.body()).path("after").path("sku").asString()).isEqualTo("b-1");
  }

  /** PostgresWalToNakadiDataEvent. */
  @Test
  void aRowArrivesAsADataChangeEvent() {
    sql(
        "INSERT INTO customers VALUES (1, 'Ada', 99999999999999999999.01)",
        "UPDATE customers SET name = 'Ada L.' WHERE id = 1");
    List<JsonNode> events = changesOfCustomer(1, 2);
    assertThat(events)
        .extracting(event -> event.path("data_op").asString())
        .containsExactly("C", "U");
    JsonNode update = events.getLast();
    assertThat(update.path("data_type").asString()).isEqualTo("customer");
    assertThat(update.path("data").path("name").asString()).isEqualTo("Ada L.");
    assertThat(update.path("data").path("credit").toString()).isEqualTo("99999999999999999999.01");
    assertThat(update.propertyNames())
        .containsExactlyInAnyOrder("metadata", "data_type", "data_op", "data");
  }

  /** A bad event among good ones goes to the recovery's event type, and the others arrive. */
  @Test
  void anEventThatNakadiRefusesArrivesAsADeadLetterInNakadi() {
    house.testbed().nakadi().refuseEvents("customer-changed", event -> event.contains("refused"));
    sql(
        "INSERT INTO customers SELECT 100 + n, CASE n WHEN 3 THEN 'refused' ELSE 'fine' END, n"
            + " FROM generate_series(1, 5) n");
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(ids("customer-changed", "id")).containsSubsequence(101, 102, 104, 105));
    JsonNode letter = published("customer-dead-letters", 1).getFirst();
    assertThat(letter.path("stage").asString()).isEqualTo("sink");
    assertThat(letter.path("payload").path("data").path("id").asInt()).isEqualTo(103);
    assertThat(ids("customer-changed", "id")).doesNotContain(103);
  }

  /** flowIdColumn, spanCtxColumn and a nested partition key. */
  @Test
  void anOutboxRowBringsItsFlowIdAndSpanContext() {
    sql(
        "INSERT INTO customers_outbox (payload, flow_id, span_ctx) VALUES"
            + " ('{\"customer\": {\"id\": 7}, \"n\": 1}', 'flow-7', '{\"uber-trace-id\": \"1:2:3:4\"}'),"
            + " ('[\"no object\"]', null, null),"
            + " ('{\"customer\": {\"id\": 7}, \"n\": 2}', null, null)");
    List<JsonNode> events = published("customer-events", 2);
    assertThat(events).extracting(event -> event.path("n").asInt()).containsExactly(1, 2);
    JsonNode metadata = events.getFirst().path("metadata");
    assertThat(metadata.path("flow_id").asString()).isEqualTo("flow-7");
    assertThat(metadata.path("span_ctx").path("uber-trace-id").asString()).isEqualTo("1:2:3:4");
    assertThat(events.getLast().path("metadata").has("flow_id")).isFalse();
  }

  /** A DynamoDB stream, a filter, a Lambda function, a FIFO queue. */
  @Test
  void aFilteredItemIsConvertedByAFunctionAndArrivesInOrderOfItsItem() {
    house.testbed().lambda().throttleNext(2);
    for (int status = 1; status <= 4; status++) {
      putOrder("o-1", status, "first");
      putOrder("o-1", status, "same status, so the filter leaves it out");
      putOrder("o-2", status, "first");
    }
    List<Message> messages = receive("my-cdc-queue.fifo", 16);
    for (String order : List.of("o-1", "o-2")) {
      List<JsonNode> own =
          bodies(messages).stream()
              .filter(event -> event.path("order").asString().equals(order))
              .toList();
      assertThat(own)
          .as("the function makes two events of a change")
          .extracting(event -> event.path("status").asInt() + event.path("part").asString())
          .containsExactly("1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b");
    }
    assertThat(messages)
        .extracting(message -> attribute(message, "fes-id"))
        .doesNotHaveDuplicates();
    assertThat(groups(messages)).hasSize(2);
  }

  /** Two event streams on one lease table, the stream found by its table's name. */
  @Test
  void aDynamoDbStreamIsReadOnceForTwoTargets() {
    var table = house.testbed().dynamoDb().client();
    for (int n = 1; n <= 3; n++) {
      Map<String, AttributeValue> basket =
          Map.of(
              "id", AttributeValue.fromS("b-1"),
              "total", AttributeValue.fromN(n + ".00000000000000000000000000000001"),
              "items", AttributeValue.fromSs(List.of("pen", "ink")));
      table.putItem(put -> put.tableName("baskets").item(basket));
    }
    table.deleteItem(
        delete -> delete.tableName("baskets").key(Map.of("id", AttributeValue.fromS("b-1"))));
    List<JsonNode> events = published("basket-changed", 3);
    assertThat(events)
        .extracting(event -> event.path("total").toString())
        .containsExactly(
            "1.00000000000000000000000000000001",
            "2.00000000000000000000000000000001",
            "3.00000000000000000000000000000001");
    assertThat(events.getFirst().path("metadata").path("eid").asString()).isNotEmpty();
    List<JsonNode> raw = bodies(receive("basket-comings-and-goings", 2));
    assertThat(raw)
        .extracting(change -> change.path("eventName").asString())
        .containsExactlyInAnyOrder("INSERT", "REMOVE");
    JsonNode insert = first(raw, "eventName", "INSERT");
    assertThat(insert.path("Keys").path("id").asString()).isEqualTo("b-1");
    assertThat(insert.path("NewImage").path("items")).hasSize(2);
  }

  /** The manifest exactly as the postgres-operator writes it: three tables on one slot. */
  @Test
  @Tag("full")
  void whatThePostgresOperatorWritesRunsUnchanged() throws InterruptedException {
    house
        .fes()
        .apply(
            Examples.OPERATORS, ExampleManifest.read(RunningFes.HOME, Examples.OPERATORS).text());
    house.fes().awaitRunning(Examples.STREAMS + 3, ARRIVAL);
    house
        .testbed()
        .postgres()
        .execute(
            "foo",
            "INSERT INTO data.bar (b_payload) VALUES ('{\"n\": 1}'), ('broken'), ('{\"n\": 2}')",
            "INSERT INTO data.foobar (payload) VALUES ('{\"n\": 1}'), ('[]'), ('{\"n\": 2}')",
            "INSERT INTO foofoobar (payload) VALUES ('{\"n\": 1}'), ('{\"n\": 2}')");
    for (String type : List.of("stream-type-a", "stream-type-b", "stream-type-c")) {
      assertThat(published(type, 2))
          .extracting(event -> event.path("n").asInt())
          .containsExactly(1, 2);
    }
    assertThat(published("stream-type-a-dead-letter-queue", 1).getFirst().path("error").asString())
        .contains("b_payload", "broken JSON");
  }

  private void putOrder(String order, int status, String note) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(order),
            "note", AttributeValue.fromS(note),
            "Status",
                AttributeValue.fromM(Map.of("Id", AttributeValue.fromN(Integer.toString(status)))));
    house.testbed().dynamoDb().client().putItem(put -> put.tableName("my_table").item(item));
  }

  private void sql(String... statements) {
    house.testbed().postgres().execute("orders", statements);
  }

  private List<JsonNode> published(String type, int count) {
    return house.testbed().nakadi().awaitPublished(type, count, ARRIVAL).stream()
        .map(event -> json(event.text()))
        .toList();
  }

  private List<JsonNode> changesOfCustomer(int id, int count) {
    return await()
        .atMost(ARRIVAL)
        .until(
            () ->
                house.testbed().nakadi().published("customer-changed").stream()
                    .map(event -> json(event.text()))
                    .filter(event -> event.path("data").path("id").asInt() == id)
                    .toList(),
            changes -> changes.size() >= count);
  }

  private List<Integer> ids(String type, String field) {
    return house.testbed().nakadi().published(type).stream()
        .map(event -> json(event.text()).path("data").path(field).asInt())
        .toList();
  }

  private List<Message> receive(String queue, int count) {
    String url = house.testbed().sqs().url(queue);
    List<Message> received = new ArrayList<>();
    await()
        .atMost(ARRIVAL)
        .until(
            () -> {
              received.addAll(
                  house
                      .testbed()
                      .sqs()
                      .receive(url, count - received.size(), Duration.ofSeconds(1)));
              return received.size() >= count;
            });
    return received;
  }

  private static List<JsonNode> bodies(List<Message> messages) {
    return messages.stream().map(message -> json(message.body())).toList();
  }

  private static Stream<String> groups(List<Message> messages) {
    return messages.stream()
        .map(message -> message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .distinct();
  }

  private static JsonNode first(List<JsonNode> changes, String field, String value) {
    return changes.stream()
        .filter(change -> change.path(field).asString().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static String attribute(Message message, String name) {
    return Objects.requireNonNull(message.messageAttributes().get(name), name).stringValue();
  }

  private static JsonNode json(String text) {
    return EXACT.readTree(text);
  }
}
