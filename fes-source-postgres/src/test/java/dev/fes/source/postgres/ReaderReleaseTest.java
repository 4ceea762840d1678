package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.JdbcUrl;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StreamState.Activity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.PGReplicationStream;

class ReaderReleaseTest {

  private final TestDatabase database = new TestDatabase();
  private final MemoryRecords records = new MemoryRecords();
  private final String slot = "slot_" + database.name();
  private TestReader reader = reader().build();

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
  void dropsTheSlotAndThePublicationThatFesMade() throws InterruptedException {
    ranOnce();

    assertThat(release())
        .contains("slot " + slot + " of database " + database.name(), " is dropped; ")
        .contains("publication " + slot + " is dropped");

    assertThat(slots() + publications()).isEqualTo("00");
    assertThat(records.read()).isNull();
  }

  @Test
  void leavesWhatItFound() throws InterruptedException {
    database.execute(
        "CREATE PUBLICATION " + slot + " FOR TABLE outbox",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    ranOnce();

    assertThat(release())
        .contains("slot " + slot, "is left: FES found it")
        .contains("publication " + slot + " is left: FES found it");

    assertThat(slots() + publications()).isEqualTo("11");
    assertThat(records.read()).isNull();
  }

  @Test
  void leavesWhatItDoesNotKnow() throws InterruptedException {
    ranOnce();
    records.forgetReader();

    assertThat(release()).contains("is left: FES does not know it");

    assertThat(slots()).isEqualTo("1");
  }

  @Test
  void isDoneWhenNothingWasEverMade() throws InterruptedException {
    assertThat(release()).contains("slot " + slot, "is not there; publication");
  }

  @Test
  void isDoneAgainAfterItWasDone() throws InterruptedException {
    ranOnce();
    release();

    assertThat(release()).contains("is not there; publication " + slot + " is not there");
  }

  @Test
  void goesOnWhereItWasCutOff() throws InterruptedException {
    ranOnce();
    database.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    records.forgetReader();

    assertThat(release()).contains("publication " + slot + " is dropped");
    assertThat(publications()).isEqualTo("0");
  }

  @Test
  void letsTheSameReaderBeginAnew() throws InterruptedException {
    ranOnce();
    release();

    reader = reader().start().awaitRunning();

    assertThat(records.last().beginning()).isEqualTo(ReaderRecord.Beginning.CREATED);
  }

  @Test
  void dropsASlotThatWasMadeBeforeThatCouldBeRemembered() throws Exception {
    ranOnce();
    records.write(
        ReaderRecord.first(
            records.last().systemIdentifier(),
            database.name(),
            slot,
            ReaderRecord.Beginning.CREATING),
        () -> {});
    reader = reader().start().awaitRunning();
    assertThat(records.last().beginning()).isEqualTo(ReaderRecord.Beginning.CREATED);
    reader.close();
    database.awaitFree(slot);

    assertThat(release()).contains("is dropped; ");
  }

  @Test
  void leavesASlotThatSomebodyMadeBecauseFesMayNot() throws InterruptedException {
    database.execute(
        "CREATE ROLE reader_" + slot + " LOGIN", "GRANT ALL ON outbox TO reader_" + slot);
    database.execute("CREATE PUBLICATION " + slot + " FOR TABLE outbox");
    reader = reader().credentials(new Credentials("reader_" + slot, null, null, null)).start();
    reader.awaitState(Activity.BLOCKED).close();
    assertThat(records.last().beginning()).isEqualTo(ReaderRecord.Beginning.REFUSED);
    database.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    ranOnce();

    assertThat(release()).contains("is left: FES found it");
  }

  @Test
  void leavesASlotThatWasMadeAgainBySomebodyElse() throws InterruptedException {
    ranOnce();
    database.execute(
        "SELECT pg_drop_replication_slot('" + slot + "')",
        "INSERT INTO outbox VALUES (1)",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");

    assertThat(release()).contains("is left: ", "somebody else moved it or made it again");
    assertThat(slots()).isEqualTo("1");
  }

  @Test
  void leavesASlotOfAnotherServer() throws InterruptedException {
    ranOnce();
    records.write(records.last().on("42", database.name()), () -> {});

    assertThat(release()).contains("is left: ", "on another server than before");
  }

  @Test
  void leavesASlotThatAnotherRoleReads() throws Exception {
    ranOnce();
    database.execute("CREATE ROLE weak_" + slot + " LOGIN REPLICATION");
    try (Occupied occupied = new Occupied(database, slot);
        PGReplicationStream stream = occupied.stream()) {
      stream.forceUpdateStatus();
      database.execute("DROP PUBLICATION " + slot);

      assertThat(release("weak_" + slot, Duration.ofMillis(300)))
          .contains("is left: it is read by another process, pid ", "role postgres");
    }
    assertThat(slots()).isEqualTo("1");
  }

  @Test
  void waitsForASlotThatIsStillRead() throws Exception {
    ranOnce();
    try (Occupied occupied = new Occupied(database, slot);
        PGReplicationStream stream = occupied.stream()) {
      stream.forceUpdateStatus();
      assertThatThrownBy(() -> release("postgres", Duration.ofMillis(300)))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("cannot be dropped while it is read: pid ");
      assertThat(slots()).isEqualTo("1");
    }
    database.awaitFree(slot);
    assertThat(release()).contains("is dropped");
  }

  @Test
  void leavesAPublicationThatAnotherReaderOfFesUses() throws InterruptedException {
    ranOnce();
    records.otherSlots.add("other");

    assertThat(release()).contains("publication " + slot + " is left: slot other is read by it");
    assertThat(publications()).isEqualTo("1");
    records.otherSlots.clear();
    assertThat(release()).contains("publication " + slot + " is dropped");
  }

  @Test
  void leavesAPublicationThatAStrangerReadsBy() throws Exception {
    ranOnce();
    database.execute("SELECT pg_create_logical_replication_slot('x" + slot + "', 'pgoutput')");
    try (Occupied occupied = new Occupied(database, "x" + slot, slot);
        PGReplicationStream stream = occupied.stream()) {
      stream.forceUpdateStatus();
      assertThat(release())
          .contains("publication " + slot + " is left: it is read by another process, pid ");
    }
  }

  @Test
  void leavesAPublicationThatSomebodyMadeTheirOwn() throws InterruptedException {
    ranOnce();
    database.execute("COMMENT ON PUBLICATION " + slot + " IS 'ours now'");

    assertThat(release()).contains("publication " + slot + " is left: its comment");
    assertThat(publications()).isEqualTo("1");
  }

  @Test
  void saysWhichRoleItTakes() throws InterruptedException {
    ranOnce();
    database.execute("CREATE ROLE weak_" + slot + " LOGIN");

    assertThatThrownBy(() -> release("weak_" + slot, Duration.ofSeconds(5)))
        .hasMessageContaining("SELECT pg_drop_replication_slot('" + slot + "')");
    assertThat(records.read()).isNotNull();

    database.execute("ALTER ROLE weak_" + slot + " REPLICATION");
    assertThatThrownBy(() -> release("weak_" + slot, Duration.ofSeconds(5)))
        .hasMessageContaining("DROP PUBLICATION IF EXISTS \"" + slot + "\"");
    assertThat(slots() + publications()).isEqualTo("01");
    assertThat(release()).contains("publication " + slot + " is dropped");
  }

  @Test
  void isNotDoneWhileTheDatabaseCannotBeReached() {
    String nowhere = "jdbc:postgresql://localhost:1/orders";

    assertThatThrownBy(() -> release(nowhere, "postgres", Duration.ofSeconds(5)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("localhost:1");
  }

  @Test
  void isDoneWhenTheDatabaseIsGone() throws InterruptedException {
    ranOnce();
    String gone = TestDatabase.jdbcUrl("no_such_database");

    assertThat(release(gone, "postgres", Duration.ofSeconds(5)))
        .contains("database no_such_database", "is gone");
    assertThat(records.read()).isNull();
  }

  private TestReader.Builder reader() {
    return TestReader.over(database).table("outbox").records(records);
  }

  private void ranOnce() {
    reader = reader().start().awaitRunning();
    reader.close();
    database.awaitFree(slot);
  }

  private String release() throws InterruptedException {
    return release("postgres", Duration.ofSeconds(30));
  }

  private String release(String role, Duration patience) throws InterruptedException {
    return release(database.jdbcUrl(), role, patience);
  }

  private String release(String url, String role, Duration patience) throws InterruptedException {
    Database place =
        new Database(JdbcUrl.parse(url), new Credentials(role, null, null, null), "test");
    return new ReaderRelease(place, new Slot(slot, place, null), slot, records, patience).run();
  }

  private String slots() {
    return database.query(
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
  }

  private String publications() {
    return database.query("SELECT count(*) FROM pg_publication WHERE pubname = '" + slot + "'");
  }
}
