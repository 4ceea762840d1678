package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The stages of one resource in one process publish what they publish in processes of their own,
 * and lose nothing when that process is killed.
 */
@Tag("full")
@ExtendWith(RunningFes.class)
class CompactIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final int ROWS = 2_000;
  private static final int BAD_ONE_IN = 100;
  private static final String MARK = "of both";
  private static final String INSERT =
      """
      INSERT INTO my_events_outbox (my_event_payload)
      SELECT CASE WHEN n %% %d = 0 THEN 'no JSON %s'
             ELSE json_build_object('%s', n, 'is', '%s')::text END
      FROM generate_series(?, ?) n ORDER BY n
      """
          .formatted(BAD_ONE_IN, MARK, RowWriter.NUMBER, MARK);

  /** The example's stages are processes of their own, and read the same table. */
  private static final Twin STAGED =
      new Twin("my-application", "my-important-business-events", "my-dead-letter-queue");

  private static final Twin COMPACT = new Twin("compact", "compact-events", "compact-letters");
  private static final String MANIFEST =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata:
        name: compact
        annotations: {fes.zalando.org/composition: compact}
      spec:
        applicationId: compact
        eventStreams:
          - source:
              type: PostgresLogicalReplication
              jdbcConnection: {slotName: compact, jdbcUrl: "jdbc:postgresql://db.example:5432/orders?user=fes"}
              table: {name: my_events_outbox}
            flow: {type: PostgresWalToGenericNakadiEvent, payloadColumn: my_event_payload}
            sink: {type: Nakadi, eventType: compact-events}
            recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: compact-letters}}
      """;

  private final House house;

  CompactIT(House house) {
    this.house = house;
  }

  /** A resource, and where its events and letters go. */
  private record Twin(String resource, String eventType, String letters) {}

  @BeforeEach
  void apply() {
    house.testbed().nakadi().createEventType(COMPACT.eventType(), "business");
    house.testbed().sqs().createQueue(COMPACT.letters());
    house.fes().apply("compact.yaml", MANIFEST);
    view(COMPACT).awaitState("Running");
  }

  @AfterEach
  void remove() {
    house.fes().remove("compact.yaml");
    await().atMost(ARRIVAL).until(() -> view(COMPACT).isGone());
  }

  @Test
  void publishesTheSameEventsAsStagedThoughItsOneProcessIsKilled() throws Exception {
    assertThat(pids(STAGED)).hasSize(4);
    assertThat(pids(COMPACT)).hasSize(1);
    long killed = view(COMPACT).pid("source");

    write(1, ROWS / 2, () -> {});
    write(
        ROWS / 2 + 1,
        ROWS,
        () -> {
          await().atMost(ARRIVAL).until(() -> !published(COMPACT).isEmpty());
          view(COMPACT).kill("source");
        });

    awaitAll(STAGED);
    awaitAll(COMPACT);
    view(COMPACT).awaitSuccessor("source", killed);
    assertThat(lastCopies(COMPACT)).isEqualTo(lastCopies(STAGED));
    assertThat(lettersOf(COMPACT)).isEqualTo(lettersOf(STAGED));
  }

  /** One transaction, in the middle of which something happens; one row in a hundred is bad. */
  private void write(int first, int last, Runnable halfway) throws SQLException {
    try (Connection connection = house.testbed().postgres().connect("orders")) {
      connection.setAutoCommit(false);
      int half = (first + last) / 2;
      insert(connection, first, half);
      halfway.run();
      insert(connection, half + 1, last);
      connection.commit();
    }
  }

  private static void insert(Connection connection, int first, int last) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setInt(1, first);
      insert.setInt(2, last);
      insert.executeUpdate();
    }
  }

  private void awaitAll(Twin twin) {
    await()
        .alias(twin.resource())
        .atMost(ARRIVAL)
        .until(() -> lastCopies(twin).size(), n -> n == ROWS - ROWS / BAD_ONE_IN);
  }

  private List<Received> published(Twin twin) {
    return house.testbed().nakadi().published(twin.eventType()).stream()
        .filter(event -> event.text().contains(MARK))
        .toList();
  }

  /** Rows by their ids in order, when only the last copy of each id is kept. */
  private List<String> lastCopies(Twin twin) {
    SequencedMap<String, Integer> rows = new LinkedHashMap<>();
    published(twin).forEach(event -> rows.putLast(event.eid(), RowNumber.in(event.text())));
    return rows.entrySet().stream().map(Object::toString).toList();
  }

  /** The ids of those that could not be converted. */
  private Set<String> lettersOf(Twin twin) {
    String url = house.testbed().sqs().url(twin.letters());
    Set<String> ids = new TreeSet<>();
    await()
        .alias(twin.letters())
        .atMost(ARRIVAL)
        .until(
            () -> {
              house.testbed().sqs().receive(url, 10, Duration.ofSeconds(1)).stream()
                  .filter(letter -> letter.body().contains(MARK))
                  .map(letter -> letter.messageAttributes().get("fes-id").stringValue())
                  .forEach(ids::add);
              return ids.size();
            },
            n -> n == ROWS / BAD_ONE_IN);
    return ids;
  }

  private Set<Long> pids(Twin twin) {
    return Stream.of("source", "flow", "sink", "dead-letter")
        .map(role -> view(twin).pid(role))
        .collect(Collectors.toSet());
  }

  private StreamView view(Twin twin) {
    return new StreamView(house.fes(), twin.resource());
  }
}
