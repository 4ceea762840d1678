package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that Postgres keeps apart and does not send while they are unchanged. */
class ToastTest {

  private static final String LARGE =
      "(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n)";

  private final TestDatabase database = new TestDatabase();
  private TestReader reader = TestReader.over(database).table("things").build();

  @BeforeEach
  void table() {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY, name text, big text, list text[], doc jsonb,"
            + " bytes bytea, numbers int[])");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void areAFaultThatNamesTheMendAndNeverAPlaceholder() {
    updateAName();

    Event update = event("things", 1);
    assertThat(update.fault()).isNotNull();
    assertThat(update.fault().error())
        .contains("big, list, doc, bytes, numbers")
        .contains("ALTER TABLE \"public\".\"things\" REPLICA IDENTITY FULL");
    assertThat(reader.topics.all().get(1).json())
        .contains("\"after\":{\"id\":1,\"name\":\"b\"},\"source\"");
    assertThat(event("things", 0).fault()).isNull();
  }

  @Test
  void areKnownWithFullReplicaIdentity() {
    database.execute("ALTER TABLE things REPLICA IDENTITY FULL");

    updateAName();

    assertThat(event("things", 1).fault()).isNull();
    assertThat(reader.topics.all().get(1).json())
        .contains("\"before\":{\"id\":1,\"name\":\"a\",\"big\":\"c4ca4238a0")
        .contains("\"after\":{\"id\":1,\"name\":\"b\",\"big\":\"c4ca4238a0");
  }

  @Test
  void thatAFilterNeedsAreAFaultOfThatStreamAndOthersAreFiltered() {
    reader =
        TestReader.over(database)
            .with(stream("needs", "[?(@.after.big != 'x')]", List.of()))
            .with(stream("matches", "[?(@.after.name == 'b')]", List.of()))
            .with(stream("differs", "[?(@.after.name == 'c')]", List.of()))
            .build();

    updateAName();

    assertThat(event("needs", 1).fault()).isNotNull();
    assertThat(event("matches", 0).fault()).isNotNull();
    assertThat(reader.topics.of("differs.changes")).isEmpty();
  }

  @Test
  void areNotPartOfAKey() {
    reader = TestReader.over(database).with(stream("keyed", null, List.of("big"))).build();

    updateAName();

    assertThat(event("keyed", 1).fault()).isNotNull();
    assertThat(event("keyed", 1).key()).asString().isEqualTo("null");
    assertThat(event("keyed", 0).key()).asString().startsWith("c4ca4238a0");
  }

  private void updateAName() {
    reader.start().awaitRunning();
    database.execute(
        "INSERT INTO things VALUES (1, 'a', %s, ARRAY[%s], to_jsonb(%s), %s::bytea,"
                .formatted(LARGE, LARGE, LARGE, LARGE)
            + " (SELECT array_agg((random() * 1e9)::int) FROM generate_series(1, 3000)))",
        "UPDATE things SET name = 'b'",
        "INSERT INTO things VALUES (2, 'b', 'y')");
    reader.awaitPublished(3);
  }

  private static RouteSettings stream(String name, String filter, List<String> key) {
    return new RouteSettings(name, null, null, "things", null, filter, null, key, null);
  }

  private Event event(String stream, int index) {
    return reader.topics.of(stream + ".changes").get(index).event();
  }
}
