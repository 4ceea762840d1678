package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A committed row becomes a published event: the whole path over real parts. */
@ExtendWith(RunningFes.class)
class OutboxAcceptanceIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final String TYPE = "my-important-business-events";
  private static int batches;

  private final House house;
  private final String batch = "batch-" + batches++;

  OutboxAcceptanceIT(House house) {
    this.house = house;
  }

  @Test
  void everyCommittedRowIsPublishedInOrderWithItsOwnId() throws Exception {
    write(1, 300);
    awaitNumbers(300);
    assertThat(numbers()).containsExactlyElementsOf(IntStream.rangeClosed(1, 300).boxed().toList());
    assertThat(eids()).hasSize(300);
  }

  @Test
  void aTransactionIsPublishedWholeAndARolledBackOneNotAtAll() throws Exception {
    inTransaction(false, 1, 5);
    inTransaction(true, 6, 10);
    write(11, 11);
    awaitNumbers(6);
    assertThat(numbers()).containsExactly(6, 7, 8, 9, 10, 11);
  }

  @Test
  void aPayloadWithItsOwnMetadataIsPassedOnAsItIs() throws Exception {
    String payload =
        "{\"metadata\": {\"eid\": \"00000000-0000-4000-8000-00000000000%d\", \"occurred_at\":"
            + " \"2026-01-01T00:00:00Z\"},  \"batch\": \"%s\", \"n\": 1}";
    String own = payload.formatted(batches % 10, batch);
    insert("my_events_outbox", "my_event_payload", own);
    awaitNumbers(1);
    assertThat(published()).extracting(Received::text).containsExactly(own);
  }

  @Test
  void aBadRowGoesToTheDeadLetterQueueAndTheStreamGoesOn() throws Exception {
    write(1, 2);
    insert("my_events_outbox", "my_event_payload", "no JSON at all " + batch);
    write(3, 4);
    awaitNumbers(4);
    assertThat(numbers()).containsExactly(1, 2, 3, 4);
    Message letter = receive("my-dead-letter-queue", 1).getFirst();
    assertThat(letter.body()).contains("no JSON at all " + batch);
    assertThat(letter.messageAttributes())
        .containsKeys("fes-stream", "fes-stage", "fes-error", "fes-id");
  }

  @Test
  void rowsArriveInAStandardQueueAndBadOnesAreCounted() throws Exception {
    insert("shipments_outbox", "payload", "{\"batch\": \"%s\", \"n\": 1}".formatted(batch));
    insert("shipments_outbox", "payload", "[\"no object\"]");
    insert("shipments_outbox", "payload", "{\"batch\": \"%s\", \"n\": 2}".formatted(batch));
    assertThat(receive("shipments", 2))
        .extracting(message -> json(message.body()).path("n").asInt())
        .containsExactlyInAnyOrder(1, 2);
    await()
        .untilAsserted(
            () -> assertThat(house.fes().get("/actuator/streams")).contains("\"ignored\":1"));
  }

  @Test
  void rowsArriveInAFifoQueueInOrderForEachKeyAndFiltered() throws Exception {
    String row = "{\"batch\": \"%s\", \"customer\": \"c%d\", \"n\": %d}";
    for (int n = 0; n < 40; n++) {
      String values = "(%b, '%s')".formatted(n % 10 == 9, row.formatted(batch, n % 4, n));
      house
          .testbed()
          .postgres()
          .execute("orders", "INSERT INTO invoices_outbox (draft, payload) VALUES " + values);
    }
    Map<String, List<Integer>> byCustomer = new LinkedHashMap<>();
    for (Message message : receive("invoices.fifo", 36)) {
      JsonNode event = json(message.body());
      byCustomer
          .computeIfAbsent(event.path("customer").asString(), _ -> new ArrayList<>())
          .add(event.path("n").asInt());
    }
    assertThat(byCustomer).hasSize(4);
    byCustomer.values().forEach(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
  }

  @Test
  void whatPassedInTheLastMinutesIsToldWithTheErrorsThatWereMet() throws Exception {
    write(1, 5);
    insert("my_events_outbox", "my_event_payload", "no JSON at all " + batch);
    awaitNumbers(5);
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () -> {
              JsonNode stream =
                  json(house.fes().get("/actuator/streams/default/my-application"))
                      .at("/streams/0");
              assertThat(stream.at("/vitals/perSecond").doubleValue()).isPositive();
              assertThat(stream.at("/vitals/latency/p50").doubleValue()).isBetween(0.001, 60.0);
              assertThat(stream.at("/vitals/silent")).isEmpty();
              assertThat(stream.at("/detail/topics"))
                  .hasSize(3)
                  .allMatch(topic -> topic.path("unread").isNumber());
              assertThat(stream.at("/detail/stages"))
                  .allMatch(stage -> stage.at("/traffic/perSecond").isNumber());
              assertThat(stream.at("/detail/errors/0/stage").asString()).isEqualTo("flow");
              assertThat(stream.at("/detail/errors/0/seen/error").asString())
                  .contains("broken JSON at byte 0");
            });
    assertThat(house.fes().get("/")).contains("Fabric Event Streams");
  }

  @Test
  void aBadManifestIsSaidAndDisturbsNobody() throws Exception {
    house
        .fes()
        .apply(
            "bad.yaml",
            "apiVersion: zalando.org/v1\nkind: FabricEventStream\nmetadata: {name: bad}\n"
                + "spec: {applicationId: bad, eventStreams: [{source: {type: Oracle}, sink: {type: Nakadi}}]}\n");
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(house.fes().get("/actuator/streams"))
                    .contains(
                        "spec.eventStreams[0].source.type", "spec.eventStreams[0].sink.eventType"));
    write(1, 3);
    awaitNumbers(3);
    house.fes().remove("bad.yaml");
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(house.fes().get("/actuator/streams")).doesNotContain("eventStreams[0]"));
  }

  private void write(int first, int last) throws SQLException {
    try (Connection connection = house.testbed().postgres().connect("orders")) {
      insert(connection, first, last);
    }
  }

  private void inTransaction(boolean commit, int first, int last) throws SQLException {
    try (Connection connection = house.testbed().postgres().connect("orders")) {
      connection.setAutoCommit(false);
      insert(connection, first, last);
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
    }
  }

  private void insert(Connection connection, int first, int last) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int n = first; n <= last; n++) {
        statement.execute(
            "INSERT INTO my_events_outbox (my_event_payload) VALUES ('{\"batch\": \"%s\", \"n\": %d}')"
                .formatted(batch, n));
      }
    }
  }

  private void insert(String table, String column, String payload) {
    house
        .testbed()
        .postgres()
        .execute("orders", "INSERT INTO %s (%s) VALUES ('%s')".formatted(table, column, payload));
  }

  private List<Received> published() {
    return house.testbed().nakadi().published(TYPE).stream()
        .filter(event -> event.text().contains("\"" + batch + "\""))
        .toList();
  }

  private List<Integer> numbers() {
    return published().stream().map(event -> json(event.text()).path("n").asInt()).toList();
  }

  private Set<String> eids() {
    Set<String> eids = new HashSet<>();
    published().forEach(event -> eids.add(event.eid()));
    return eids;
  }

  private void awaitNumbers(int distinct) {
    await().atMost(ARRIVAL).until(() -> new HashSet<>(numbers()).size() >= distinct);
  }

  private List<Message> receive(String queue, int count) {
    String url = house.testbed().sqs().url(queue);
    List<Message> received = new ArrayList<>();
    await()
        .atMost(ARRIVAL)
        .until(
            () -> {
              house
                  .testbed()
                  .sqs()
                  .receive(url, count - received.size(), Duration.ofSeconds(1))
                  .stream()
                  .filter(message -> message.body().contains(batch))
                  .forEach(received::add);
              return received.size() >= count;
            });
    return received;
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
