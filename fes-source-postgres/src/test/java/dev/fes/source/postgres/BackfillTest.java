package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that were there before, beside those that are written, on a real server. */
class BackfillTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestDatabase database = new TestDatabase();
  private TestReader reader = TestReader.over(database).table("things").build();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, name text)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void publishesTheRowsThatWereThereBefore() throws InterruptedException {
    insert(1, 2500);
    reader.start().awaitRunning();

    backfill("things");

    assertThat(reader.topics.all()).hasSize(2500);
    assertThat(ids("things")).startsWith("1", "2", "3").endsWith("2500").doesNotHaveDuplicates();
    RecordingTopics.Published first = reader.topics.all().getFirst();
    assertThat(first.json())
        .startsWith("{\"before\":null,\"after\":{\"id\":1,\"name\":\"row 1\"},\"source\":{")
        .contains("\"op\":\"r\"");
    assertThat(first.event().facts().op()).isEqualTo(Operation.SNAPSHOT);
    Backfills.Report report = reader.backfills.of("things").orElseThrow();
    assertThat(report.record().progress().read()).isEqualTo(2500);
    assertThat(report.record().progress().published()).isEqualTo(2500);
  }

  @Test
  void anEmptyTableIsDoneAtOnce() throws InterruptedException {
    reader.start().awaitRunning();

    backfill("things");

    assertThat(reader.topics.size()).isZero();
  }

  @Test
  void goesOnAfterTheLastChunkThatKafkaHas() throws InterruptedException {
    insert(1, 3000);
    reader.start().awaitRunning();
    reader.backfills.request("things");
    await()
        .atMost(PATIENCE)
        .until(() -> reader.backfills.of("things").orElseThrow().record().progress().read() > 0);
    reader.breakDown();

    awaitDone("things");

    assertThat(ids("things").stream().distinct()).hasSize(3000);
    assertThat(reader.topics.all().stream().map(RecordingTopics.Published::id).distinct())
        .hasSize(3000);
  }

  @Test
  void aChunkThatKafkaHasNotIsReadAgainWithTheSameIds() throws InterruptedException {
    insert(1, 10);
    reader.start().awaitRunning();
    reader.topics.hold();
    reader.backfills.request("things");
    reader.awaitPublished(10);
    assertThat(reader.backfills.of("things").orElseThrow().record().progress().read()).isZero();

    reader.topics.forget();
    reader.breakDown();
    awaitDone("things");

    List<String> published =
        reader.topics.all().stream().map(RecordingTopics.Published::id).toList();
    assertThat(published.subList(10, 20)).isEqualTo(published.subList(0, 10));
  }

  @Test
  void rowsLargerThanAChunkPassOneByOne() throws InterruptedException {
    database.execute(
        "INSERT INTO things SELECT n, repeat('0123456789abcdef', 655360) FROM generate_series(1, 8) n");
    insert(9, 1200);
    reader.start().awaitRunning();

    backfill("things");

    assertThat(ids("things")).hasSize(1200).doesNotHaveDuplicates();
    assertThat(reader.topics.all().getFirst().event().value()).hasSizeGreaterThan(10 << 20);
  }

  @Test
  void aRowWhoseCommitNobodySeesYetIsWaitedFor() throws Exception {
    insert(1, 10);
    reader.start().awaitRunning();
    try (Connection writer = database.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE things SET name = 'new' WHERE id = 5");
      reader.backfills.request("things");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  String.valueOf(reader.backfills.of("things").orElseThrow().words())
                      .contains("1 transactions that have written"));
      assertThat(reader.topics.size()).isZero();

      writer.commit();
    }
    awaitDone("things");

    reader.awaitPublished(11);
    assertThat(reader.topics.all().getFirst().json()).contains("\"op\":\"u\"");
  }

  @Test
  void filteredRowsAreCountedAndNotPublished() throws InterruptedException {
    reader =
        TestReader.over(database)
            .with(TestReader.route("things", "$[?(@.after.id > 90)]", null))
            .build();
    insert(1, 100);
    reader.start().awaitRunning();

    backfill("things");

    assertThat(ids("things")).hasSize(10);
    assertThat(reader.backfills.of("things").orElseThrow().record().progress().read())
        .isEqualTo(100);
  }

  @Test
  void aPartitionedTableIsReadFromItsRoot() throws InterruptedException {
    database.execute(
        "CREATE TABLE parts (id int, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
        "INSERT INTO parts SELECT n, date '2026-01-01' + n % 50 FROM generate_series(1, 1500) n");
    reader = TestReader.over(database).table("parts").build();
    reader.start().awaitRunning();

    backfill("parts");

    assertThat(ids("parts")).hasSize(1500).doesNotHaveDuplicates();
  }

  @Test
  void twoAreDoneOneAfterTheOther() throws InterruptedException {
    database.execute("CREATE TABLE others (id int PRIMARY KEY)", "INSERT INTO others VALUES (1)");
    insert(1, 2000);
    reader = TestReader.over(database).table("things").table("others").build();
    reader.start().awaitRunning();

    reader.backfills.request("things");
    reader.backfills.request("others");
    awaitDone("things");
    awaitDone("others");

    assertThat(reader.topics.all().getLast().topic()).isEqualTo("others.changes");
  }

  @Test
  void aCancelledOneEndsAndAnotherBeginsAnew() throws InterruptedException {
    insert(1, 10);
    reader.start().awaitRunning();
    reader.topics.hold();
    reader.backfills.request("things");
    reader.awaitPublished(10);

    reader.backfills.cancel("things");

    assertThat(reader.backfills.of("things").orElseThrow().activity())
        .isEqualTo(Backfills.Activity.CANCELLED);
    reader.topics.release();
    backfill("things");
    assertThat(reader.topics.all().stream().map(RecordingTopics.Published::id).distinct())
        .hasSize(20);
  }

  private void backfill(String stream) throws InterruptedException {
    assertThat(reader.backfills.request(stream)).isTrue();
    awaitDone(stream);
  }

  private void awaitDone(String stream) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> reader.backfills.of(stream).orElseThrow().activity() == Backfills.Activity.DONE);
  }

  private void insert(int from, int to) {
    database.execute(
        "INSERT INTO things SELECT n, 'row ' || n FROM generate_series(%d, %d) n"
            .formatted(from, to));
  }

  private List<String> ids(String stream) {
    return reader.topics.of(stream + ".changes").stream()
        .map(
            published -> published.json().replaceFirst(".*?\"after\":\\{\"id\":(\\d+)(?s).*", "$1"))
        .toList();
  }
}
