package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private final TestDatabase database = new TestDatabase();
  private TestReader reader = TestReader.over(database).table("orders").table("users").build();

  @BeforeEach
  void tables() {
    database.execute(
        "CREATE TABLE orders (id int PRIMARY KEY, customer text, payload jsonb)",
        "CREATE TABLE users (id int PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void eachTableGoesToItsOwnTopic() {
    reader.start().awaitRunning();
    database.execute(
        "INSERT INTO orders VALUES (1)",
        "INSERT INTO users VALUES (2)",
        "INSERT INTO orders VALUES (3)");
    reader.awaitPublished(3);

    assertThat(reader.topics.of("orders.changes")).hasSize(2);
    assertThat(reader.topics.of("users.changes")).hasSize(1);
  }

  @Test
  void oneTableMayServeSeveralStreamsAndIdsDoNotDependOnThem() {
    reader =
        TestReader.over(database)
            .with(route("all", null, Set.of(Operation.values())))
            .with(route("some", "[?(@.after.payload.kind == 'a')]", null))
            .start()
            .awaitRunning();
    database.execute(
        "INSERT INTO orders VALUES (1, 'x', '{\"kind\": \"a\"}'), (2, 'x', '{\"kind\": \"b\"}')",
        "DELETE FROM orders WHERE id = 1",
        "INSERT INTO orders VALUES (3, 'x', '{\"kind\": \"a\"}')");
    reader.awaitPublished(6);

    List<String> all = ids("all.changes");
    assertThat(ids("some.changes")).containsExactly(all.get(0), all.get(3));
    Tags filtered = reader.streams.of("some").tags().and("outcome", "filtered");
    assertThat(reader.meters.counter("fes.events", filtered).count()).isEqualTo(2);
  }

  @Test
  void aFilterThatFailsOnOneChangeIsThatStreamsFaultAlone() {
    reader =
        TestReader.over(database)
            .with(route("all", null, null))
            .with(route("some", "[?(@.after.payload.list.length() > 1)]", null))
            .start()
            .awaitRunning();
    database.execute(
        "INSERT INTO orders VALUES (1, 'x', '{\"list\": 5}')",
        "INSERT INTO orders VALUES (2, 'x', '{\"list\": [1, 2]}')");

    reader.awaitPublished(3);
    assertThat(reader.topics.of("all.changes"))
        .noneMatch(published -> published.event().fault() != null);
  }

  @Test
  void theKeyIsTheStreamUnlessOrderIsKeptForFields() {
    reader =
        TestReader.over(database)
            .with(
                new RouteSettings(
                    "keyed", null, null, "orders", null, null, null, List.of("customer"), null))
            .with(
                new RouteSettings(
                    "two",
                    null,
                    null,
                    "orders",
                    null,
                    null,
                    null,
                    List.of("after.customer", "id"),
                    null))
            .start()
            .awaitRunning();
    database.execute("INSERT INTO orders VALUES (1, 'Ann'), (2, NULL)");
    reader.awaitPublished(4);

    assertThat(reader.topics.of("keyed.changes"))
        .extracting(RoutesTest::key)
        .containsExactly("Ann", "null");
    assertThat(reader.topics.of("two.changes"))
        .extracting(RoutesTest::key)
        .containsExactly("[\"Ann\",\"1\"]", "[null,\"2\"]");
  }

  @Test
  void aChangeThatIsTooLargeTravelsWithoutItsImages() {
    reader = TestReader.over(database).table("orders").start().awaitRunning();
    database.execute(
        "INSERT INTO orders VALUES (1, repeat('x', 33 << 20))",
        "INSERT INTO orders VALUES (2, 'x')");
    // on a busy machine a session may begin anew, and what is not confirmed comes again
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> !published(event -> event.fault() == null).isEmpty());

    List<Event> large = published(event -> event.fault() != null);
    assertThat(large).isNotEmpty().allMatch(event -> event.value().length == 0);
    assertThat(large).allMatch(event -> event.fault().error().contains("fes.max-record-size"));
    assertThat(large).allMatch(event -> event.fault().error().contains("34603009 characters"));
    assertThat(large)
        .extracting(event -> event.facts().id())
        .containsOnly(reader.topics.all().getFirst().id());
  }

  private List<Event> published(Predicate<Event> which) {
    return reader.topics.all().stream()
        .map(RecordingTopics.Published::event)
        .filter(which)
        .toList();
  }

  private static RouteSettings route(String stream, String filter, Set<Operation> operations) {
    return new RouteSettings(stream, null, null, "orders", null, filter, operations, null, null);
  }

  private List<String> ids(String topic) {
    return reader.topics.of(topic).stream().map(RecordingTopics.Published::id).toList();
  }

  private static String key(RecordingTopics.Published published) {
    return new String(published.event().key());
  }
}
