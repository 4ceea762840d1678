package dev.fes.source.postgres;

import static dev.fes.source.postgres.ReaderRecord.Beginning.CREATED;
import static dev.fes.source.postgres.ReaderRecord.Beginning.CREATING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.PGReplicationStream;

class SlotTest {

  private final TestDatabase database = new TestDatabase();
  private final MemoryRecords records = new MemoryRecords();
  private final String slot = "slot_" + database.name();
  private TestReader reader = TestReader.over(database).table("outbox").records(records).build();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE outbox (id int PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void isCreatedOnTheVeryFirstStartAndRemembered() {
    reader.start().awaitRunning();

    assertThat(records.all()).extracting(ReaderRecord::beginning).startsWith(CREATING, CREATED);
    assertThat(records.last())
        .returns(slot, ReaderRecord::publication)
        .returns(database.name(), ReaderRecord::database)
        .returns(
            database.query("SELECT system_identifier FROM pg_control_system()"),
            ReaderRecord::systemIdentifier);
  }

  @Test
  void isSaidToBeLostAndNeverMadeAgain() {
    stopWithUnreadRows();
    database.execute("SELECT pg_drop_replication_slot('" + slot + "')");

    reader.start().awaitState(Activity.FAILED);

    assertThat(reader.error())
        .startsWith("slot lost")
        .contains(slot)
        .contains("fes.zalando.org/accept-gap: \"" + records.last().confirmed() + "\"")
        .contains("fes.source.accept-gap=" + records.last().confirmed());
    assertThat(slots()).isEqualTo("0");
    assertThat(reader.topics.size()).isEqualTo(1);
  }

  @Test
  void thatSomebodyElseMadeAgainIsSaidToBeLost() {
    stopWithUnreadRows();
    database.execute(
        "SELECT pg_drop_replication_slot('" + slot + "')",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");

    reader.start().awaitState(Activity.FAILED);

    assertThat(reader.error()).contains("ahead of " + records.last().confirmed());
  }

  @Test
  void thatGivesPreparedTransactionsIsNotTaken() {
    database.execute(
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput', false, true)");

    reader.start().awaitState(Activity.BLOCKED);

    assertThat(reader.error()).contains("two_phase");
  }

  @Test
  void ofAnotherServerIsSaidToBeLost() {
    reader.start().awaitRunning().close();
    ReaderRecord last = records.last();
    records.write(last.on("42", last.database()), () -> {});

    reader.start().awaitState(Activity.FAILED);

    assertThat(reader.error()).contains("another server").contains("instead of 42");
  }

  @Test
  void whatStandsInItsPlaceIsLookedAtWhenTheGapIsAccepted() {
    stopWithUnreadRows();
    database.execute(
        "SELECT pg_drop_replication_slot('" + slot + "')",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput', false, true)");
    String token = records.last().confirmed();

    reader = TestReader.over(database).table("outbox").records(records).acceptGap(token).start();

    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("two_phase");
  }

  @Test
  void goesOnWhenTheGapIsAccepted() {
    stopWithUnreadRows();
    database.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    String token = records.last().confirmed();

    reader =
        TestReader.over(database)
            .table("outbox")
            .records(records)
            .acceptGap(token)
            .start()
            .awaitRunning();
    database.execute("INSERT INTO outbox VALUES (3)");

    reader.awaitPublished(1);
    assertThat(reader.topics.all().getFirst().json()).contains("{\"id\":3}");
    assertThat(records.last().beginning()).isEqualTo(ReaderRecord.Beginning.CREATED);
  }

  @Test
  void droppedWhileReadingIsSaidToBeLostEvenIfTheEngineMakesItAgain() {
    reader.start().awaitRunning();
    database.execute(
        "SELECT pg_terminate_backend(active_pid), pg_drop_replication_slot(slot_name) FROM ("
            + "SELECT slot_name, active_pid, pg_terminate_backend(active_pid, 5000)"
            + " FROM pg_replication_slots WHERE slot_name = '"
            + slot
            + "') s");

    reader.awaitState(Activity.FAILED);

    assertThat(reader.error()).startsWith("slot lost");
  }

  @Test
  void readByAnotherProcessIsWaitedFor() throws SQLException {
    reader.start().awaitRunning().close();
    try (Occupied other = new Occupied(database, slot);
        PGReplicationStream stream = other.stream()) {
      stream.forceUpdateStatus();

      reader.start().awaitState(Activity.BLOCKED);

      assertThat(reader.error())
          .contains("another process")
          .contains("pid ")
          .contains("application ");
    }
    reader.awaitRunning();
  }

  @Test
  void keepsLogThatIsMeasuredWhileNothingCanBeRead() throws SQLException {
    reader.start().awaitRunning().close();
    try (Occupied other = new Occupied(database, slot);
        PGReplicationStream stream = other.stream()) {
      stream.forceUpdateStatus();
      reader.start().awaitState(Activity.BLOCKED);
      double bytes = figure("fes.source.lag.bytes");
      double seconds = figure("fes.source.lag.seconds");

      database.execute("SELECT pg_logical_emit_message(false, 'other', repeat('x', 8 << 20))");

      await()
          .atMost(TestReader.PATIENCE)
          .until(
              () ->
                  figure("fes.source.lag.bytes") > bytes + (8 << 20)
                      && figure("fes.source.lag.seconds") > seconds);
    }
  }

  @Test
  void whoseLogHangsOnALongTransactionKeepsMoreThanIsUnconfirmed() throws SQLException {
    reader.start().awaitRunning();
    try (Connection writer = database.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("INSERT INTO outbox VALUES (1)");
      database.execute("SELECT pg_logical_emit_message(false, 'other', repeat('x', 8 << 20))");
      Lsn written = Lsn.parse(database.query("SELECT pg_current_wal_lsn()"));
      await()
          .atMost(TestReader.PATIENCE)
          .until(() -> Lsn.parse(database.confirmed(slot)).isAfter(written));

      assertThat(SlotState.read(database.connection(), slot).retainedBytes())
          .isGreaterThan(8 << 20);
    }
  }

  private double figure(String name) {
    return reader.meters.get(name).gauge().value();
  }

  @Test
  void ofAnotherPluginIsRefused() {
    database.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");

    reader.start().awaitState(Activity.BLOCKED);

    assertThat(reader.error()).contains("test_decoding").contains("pgoutput");
  }

  private void stopWithUnreadRows() {
    reader.start().awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");
    reader.awaitPublished(1);
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> database.confirmed(slot).equals(records.last().confirmed()));
    reader.close();
    database.awaitFree(slot);
    database.execute("INSERT INTO outbox VALUES (2)");
  }

  private String slots() {
    return database.query(
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
  }
}
