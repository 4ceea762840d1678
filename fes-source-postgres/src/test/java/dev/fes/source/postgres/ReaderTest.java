package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaderTest {

  private final TestDatabase database = new TestDatabase();
  private final TestReader reader = TestReader.over(database).table("outbox").build();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE outbox (id int PRIMARY KEY, payload text)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void publishesCommittedRowsInCommitOrder() {
    reader.start().awaitRunning();

    insert(1, 50);
    insert(51, 150);

    reader.awaitPublished(150);
    assertThat(ids(reader)).containsExactlyElementsOf(numbers(1, 150));
  }

  @Test
  void confirmsNothingThatKafkaDoesNotHave() {
    reader.start().awaitRunning();
    reader.topics.hold();
    insert(1, 10);
    reader.awaitPublished(10);
    String committed = database.query("SELECT pg_current_wal_lsn()");

    insert(11, 20);
    reader.awaitPublished(20);
    assertThat(confirmed()).isLessThan(Lsn.parse(committed));

    reader.topics.release();
    await().atMost(TestReader.PATIENCE).until(() -> confirmed().isAfter(Lsn.parse(committed)));
  }

  @Test
  void remembersAPositionBeforeItIsConfirmed() {
    reader.start().awaitRunning();
    reader.records.hold();

    insert(1, 10);
    reader.awaitPublished(10);
    await().atMost(TestReader.PATIENCE).until(() -> reader.records.heldWrites() > 2);

    assertThat(confirmed()).isLessThanOrEqualTo(reader.records.last().confirmedLsn());
  }

  @Test
  void readsWhatIsUnconfirmedAgainWithTheSameIds() {
    reader.start().awaitRunning();
    reader.topics.hold();
    insert(1, 10);
    insert(11, 20);
    reader.awaitPublished(20);

    reader.topics.forget();
    reader.breakDown();

    reader.awaitPublished(40);
    List<String> ids = reader.topics.all().stream().map(RecordingTopics.Published::id).toList();
    assertThat(ids.subList(20, 40)).isEqualTo(ids.subList(0, 20)).doesNotHaveDuplicates();
    assertThat(ids(reader).subList(20, 40)).isEqualTo(numbers(1, 20));
  }

  @Test
  void aRefusedRecordResetsTheOutputOnceAndBetweenTwoSessions() {
    reader.start().awaitRunning();
    reader.topics.hold();
    insert(1, 5);
    reader.awaitPublished(5);
    reader.topics.forget();

    reader.breakDown();
    reader.breakDown();

    reader.awaitPublished(10).awaitRunning();
    insert(6, 6);
    reader.awaitPublished(11);
    assertThat(reader.resets).containsExactly("reader");
    assertThat(ids(reader).subList(5, 11)).isEqualTo(numbers(1, 6));
  }

  @Test
  void aRecordThatIsRefusedWhileASessionIsOpenedResetsTheOutputToo() {
    reader.records.beforeFirstWrite(reader::breakDown);

    reader.start().awaitRunning();

    insert(1, 1);
    reader.awaitPublished(1);
    assertThat(reader.resets).containsExactly("reader");
  }

  @Test
  void readsRowsThatWereCommittedBeforeItStarted() {
    database.execute(
        "CREATE PUBLICATION slot_" + database.name() + " FOR TABLE outbox",
        "SELECT pg_create_logical_replication_slot('slot_" + database.name() + "', 'pgoutput')");
    insert(1, 10);

    reader.start().awaitPublished(10);

    assertThat(ids(reader)).isEqualTo(numbers(1, 10));
    assertThat(reader.records.last().beginning()).isEqualTo(ReaderRecord.Beginning.ADOPTED);
  }

  @Test
  void readsRowsThatWereCommittedWhileItWasAway() {
    reader.start().awaitRunning();
    insert(1, 5);
    reader.awaitPublished(5).close();

    insert(6, 10);
    reader.start().awaitPublished(10);

    assertThat(ids(reader)).isEqualTo(numbers(1, 10));
  }

  @Test
  void readsNothingTwiceAfterAnOrderlyStop() {
    reader.start().awaitRunning();
    insert(1, 5);
    reader.awaitPublished(5).close();

    reader.start().awaitRunning();
    insert(6, 6);
    reader.awaitPublished(6);

    assertThat(ids(reader)).isEqualTo(numbers(1, 6));
  }

  @Test
  void readsNothingWhileTheOutputIsStopped() {
    reader.start().awaitRunning();
    reader.gate.stop();
    await().atMost(TestReader.PATIENCE).until(() -> active().equals("f"));

    insert(1, 5);
    assertThat(reader.topics.size()).isZero();

    reader.gate.start();
    reader.awaitPublished(5);
  }

  @Test
  void movesTheSlotWhileOtherTablesAreWritten() {
    database.execute("CREATE TABLE other (id int)");
    reader.start().awaitRunning();

    database.execute("INSERT INTO other SELECT generate_series(1, 10000)");
    Lsn written = Lsn.parse(database.query("SELECT pg_current_wal_lsn()"));

    await().atMost(TestReader.PATIENCE).until(() -> confirmed().isAfter(written));
  }

  @Test
  void tellsTheRowsOfACopyApart() {
    reader.start().awaitRunning();

    database.copy("outbox (id, payload)", "1\ta\n2\tb\n3\tc\n");

    reader.awaitPublished(3);
    assertThat(reader.topics.all())
        .extracting(RecordingTopics.Published::id)
        .doesNotHaveDuplicates();
    assertThat(reader.topics.all())
        .extracting(published -> published.event().facts().position())
        .containsOnly(reader.topics.all().getFirst().event().facts().position());
  }

  private void insert(int from, int to) {
    database.execute(
        "INSERT INTO outbox SELECT n, 'row ' || n FROM generate_series("
            + from
            + ", "
            + to
            + ") n");
  }

  private Lsn confirmed() {
    return Lsn.parse(database.confirmed("slot_" + database.name()));
  }

  private String active() {
    String slot = "slot_" + database.name();
    return database.query(
        "SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
  }

  private static List<Integer> ids(TestReader reader) {
    return reader.topics.all().stream()
        .map(published -> published.json().replaceFirst(".*\"after\":\\{\"id\":(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
