package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.Backoff;
import dev.fes.stage.StreamState.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database may do to a reader without ending it. */
class OutageTest {

  private static final Duration LONGER_THAN_A_SLOT_MAY_BE_SILENT = Duration.ofSeconds(75);

  private final TestDatabase database = new TestDatabase();
  private final String role = "reader_of_" + database.name();
  private TestReader reader = TestReader.over(database).table("outbox").build();

  @TempDir private Path folder;

  @BeforeEach
  void table() {
    database.execute(
        "CREATE TABLE outbox (id int PRIMARY KEY)",
        "CREATE ROLE " + role + " LOGIN REPLICATION PASSWORD 'first'",
        "CREATE PUBLICATION slot_" + database.name() + " FOR TABLE outbox");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void connectionsThatAreKilledAreMadeAgainAndNothingIsLost() {
    reader.start().awaitRunning();
    for (int i = 0; i < 3; i++) {
      int first = i * 100 + 1;
      database.execute(
          "INSERT INTO outbox SELECT generate_series(" + first + ", " + (first + 99) + ")");
      killAll();
    }
    database.execute("INSERT INTO outbox VALUES (301)");

    await().atMost(TestReader.PATIENCE).until(() -> distinctRows() == 301);
  }

  @Test
  void aDatabaseThatTakesNoConnectionsIsTriedAgain() {
    reader.start().awaitRunning();
    database.executeElsewhere("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
    killAll();
    reader.awaitState(Activity.RETRYING);
    assertThat(reader.error()).contains("database " + database.name() + " at localhost:");

    database.executeElsewhere("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
    reader.awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");

    reader.awaitPublished(1);
  }

  /** The engine reads on by the connection that it has. */
  @Test
  void aSlotThatCannotBeLookedAfterIsSaidWhileItsStreamsRun() {
    reader.start().awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");
    await().atMost(TestReader.PATIENCE).until(() -> reader.records.all().size() > 1);
    database.executeElsewhere("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'fes %'"
            + " AND datname = '"
            + database.name()
            + "'");

    await().atMost(TestReader.PATIENCE).until(() -> reader.state("outbox").error() != null);
    assertThat(reader.state("outbox").activity()).isEqualTo(Activity.RUNNING);
    assertThat(reader.error()).contains("not currently accepting connections");

    database.executeElsewhere("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
    await().atMost(TestReader.PATIENCE).until(() -> reader.state("outbox").error() == null);
  }

  @Test
  void aRoleWithoutAnyRightToTheTablesIsEnough() {
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials(role, null, null, null))
            .start()
            .awaitRunning();

    database.execute("INSERT INTO outbox VALUES (1)");

    reader.awaitPublished(1);
  }

  @Test
  void aRoleThatMayNotReplicateIsSaidAndTakenUpOnceItMay() {
    database.execute("ALTER ROLE " + role + " NOREPLICATION");
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials(role, null, null, null))
            .start()
            .awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("permission denied").contains("replication slots");

    database.execute("ALTER ROLE " + role + " REPLICATION");

    reader.awaitRunning();
  }

  @Test
  void refusedHeartbeatsLetTheDriverMoveTheSlot() {
    database.execute(
        "REVOKE EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text, boolean) FROM PUBLIC");
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials(role, null, null, null))
            .start()
            .awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");
    reader.awaitPublished(1);

    assertThat(reader.records.last().driverMayConfirm()).isTrue();
    assertThat(reader.state("outbox").activity()).isEqualTo(Activity.RUNNING);
    assertThat(reader.error())
        .contains("refuses heartbeats")
        .contains("GRANT EXECUTE ON FUNCTION pg_logical_emit_message");
  }

  @Test
  void aSlotThatTheDriverMovedIsNotLostOnceHeartbeatsArePossible() {
    String function = "ON FUNCTION pg_logical_emit_message(boolean, text, text, boolean) ";
    database.execute("REVOKE EXECUTE " + function + "FROM PUBLIC");
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials(role, null, null, null))
            .start()
            .awaitRunning();
    reader.close();
    String slot = "slot_" + database.name();
    database.awaitFree(slot);
    database.execute(
        "CREATE TABLE other (id int)",
        "SELECT pg_replication_slot_advance('" + slot + "', pg_current_wal_lsn())",
        "GRANT EXECUTE " + function + "TO PUBLIC");
    Lsn moved = Lsn.parse(database.confirmed(slot));
    assertThat(moved.isAfter(reader.records.last().confirmedLsn())).isTrue();

    reader.start().awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");

    reader.awaitPublished(1);
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> reader.records.last().confirmedLsn().isAfter(moved));
    assertThat(reader.topics.size()).isEqualTo(1);
    assertThat(reader.records.last().driverMayConfirm()).isFalse();
  }

  @Test
  void aRoleThatMayReadStatisticsSeesHowFarTheServerHasComeForIt() throws SQLException {
    database.execute("GRANT pg_read_all_stats TO " + role);
    Credentials credentials = new Credentials(role, null, null, null);
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(credentials)
            .start()
            .awaitRunning();

    try (Connection connection = database.database(credentials).connect()) {
      assertThat(SlotState.read(connection, "slot_" + database.name()))
          .extracting(SlotState::sent)
          .isNotNull();
    }
  }

  @Test
  void aFailureThatComesAgainWithTheSameChangeIsTriedEverMoreRarely() {
    reader =
        TestReader.over(database)
            .table("outbox")
            .backoff(new Backoff(Duration.ofMillis(800), Duration.ofMinutes(1)))
            .start()
            .awaitRunning();
    reader.topics.refuse();

    database.execute("INSERT INTO outbox VALUES (1)");

    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> longestPause().compareTo(Duration.ofMillis(1600)) > 0);
  }

  private Duration longestPause() {
    List<Long> tries = reader.topics.refusals();
    long longest = 0;
    for (int i = 1; i < tries.size(); i++) {
      longest = Math.max(longest, tries.get(i) - tries.get(i - 1));
    }
    return Duration.ofNanos(longest);
  }

  @Test
  void aNewUserIsTakenUpFromTheFile() throws IOException {
    Path user = Files.writeString(folder.resolve("user"), role);
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials(null, null, user, null))
            .start()
            .awaitRunning();
    database.execute(
        "ALTER ROLE " + role + " NOLOGIN", "CREATE ROLE " + role + "_2 LOGIN REPLICATION");
    killAll();
    reader.awaitState(Activity.RETRYING);

    Files.writeString(user, role + "_2");

    reader.awaitRunning();
  }

  /** A producer that does not know the cluster waits in its call, for as long as that lasts. */
  @Test
  @Tag("full")
  void aKafkaThatTakesNothingIsNotTakenForASlotThatBringsNothing() {
    Semaphore taken = new Semaphore(0);
    Semaphore released = new Semaphore(0);
    reader.close();
    reader =
        TestReader.over(database)
            .table("outbox")
            .kafka(
                (topic, event, durable) -> {
                  taken.release();
                  acquire(released);
                  durable.run();
                })
            .start()
            .awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");
    taken.acquireUninterruptibly();
    await()
        .during(LONGER_THAN_A_SLOT_MAY_BE_SILENT)
        .atMost(LONGER_THAN_A_SLOT_MAY_BE_SILENT.plus(TestReader.PATIENCE))
        .until(() -> reader.meters.find("fes.retries").tag("reason", "stalled").counter() == null);
    released.release(Integer.MAX_VALUE / 2);
  }

  private static void acquire(Semaphore released) {
    try {
      released.acquire();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void killAll() {
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "' AND pid <> pg_backend_pid()");
  }

  private long distinctRows() {
    return reader.topics.all().stream().map(RecordingTopics.Published::id).distinct().count();
  }
}
