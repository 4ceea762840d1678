package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server has to be set up for. */
class OwnServerTest {

  private final EmbeddedPostgres server = TestDatabase.server();
  private final TestDatabase database = new TestDatabase(server);
  private TestReader reader = TestReader.over(database).table("outbox").build();

  @TempDir private Path folder;

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE outbox (id int PRIMARY KEY)");
  }

  @AfterEach
  void stop() throws IOException {
    reader.close();
    database.close();
    server.close();
  }

  @Test
  void aSlotWhoseLogWasRemovedIsLost() {
    reader.start().awaitRunning().close();
    database.awaitFree("slot_" + database.name());
    database.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    for (int i = 1; i <= 5; i++) {
      database.execute("INSERT INTO outbox VALUES (" + i + ")", "SELECT pg_switch_wal()");
    }
    database.execute("CHECKPOINT");
    assertThat(database.query("SELECT wal_status FROM pg_replication_slots")).isEqualTo("lost");

    reader.start().awaitState(Activity.FAILED);

    assertThat(reader.error())
        .startsWith("slot lost")
        .contains("was invalidated by the server (wal_removed)")
        .contains("fes.zalando.org/accept-gap: \"" + reader.records.last().confirmed() + "\"");
  }

  @Test
  void aSlotThatIsInvalidatedWhileItIsReadIsLostAtOnce() {
    reader.start().awaitRunning();
    reader.topics.hold();
    database.execute(
        "INSERT INTO outbox VALUES (1)",
        "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
        "SELECT pg_reload_conf()");
    reader.awaitPublished(1);
    for (int i = 2; i <= 6; i++) {
      database.execute("INSERT INTO outbox VALUES (" + i + ")", "SELECT pg_switch_wal()");
    }

    database.execute("CHECKPOINT");

    reader.awaitState(Activity.FAILED);
    assertThat(reader.error()).startsWith("slot lost").contains("(wal_removed)");
    await()
        .atMost(TestReader.PATIENCE)
        .until(
            () ->
                reader
                    .error()
                    .contains("accept-gap: \"" + reader.records.last().confirmed() + "\""));
  }

  @Test
  void aSlotThatWasIdleForTooLongIsLost() {
    reader.start().awaitRunning().close();
    database.awaitFree("slot_" + database.name());
    database.execute(
        "ALTER SYSTEM SET idle_replication_slot_timeout = '1s'", "SELECT pg_reload_conf()");
    await()
        .atMost(TestReader.PATIENCE)
        .until(
            () -> {
              database.execute("CHECKPOINT");
              return database
                  .query("SELECT invalidation_reason FROM pg_replication_slots")
                  .equals("idle_timeout");
            });

    reader.start().awaitState(Activity.FAILED);

    assertThat(reader.error()).contains("was invalidated by the server (idle_timeout)");
  }

  @Test
  void aServerThatIsToEndIsLetGoThoughKafkaTakesNothing() throws Exception {
    reader.start().awaitRunning();
    reader.topics.hold();
    database.execute(
        "ALTER TABLE outbox ADD payload text",
        "INSERT INTO outbox SELECT n, repeat('x', 1000) FROM generate_series(1, 60000) n");
    await().atMost(TestReader.PATIENCE).until(() -> HandOver.buffered() > 8_000_000);

    long postmaster =
        Long.parseLong(
            Files.readAllLines(Path.of(database.query("SHOW data_directory"), "postmaster.pid"))
                .getFirst());
    new ProcessBuilder("kill", "-INT", String.valueOf(postmaster)).start().waitFor();

    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive).isEmpty());
    reader.awaitState(Activity.RETRYING);
  }

  @Test
  void aNewPasswordIsTakenUpFromTheFile() throws IOException {
    database.execute(
        "SET password_encryption = 'scram-sha-256'",
        "CREATE ROLE reader LOGIN REPLICATION PASSWORD 'first'",
        "CREATE PUBLICATION slot_" + database.name() + " FOR TABLE outbox");
    requirePasswords();
    Path password = Files.writeString(folder.resolve("password"), "first\n");
    reader =
        TestReader.over(database)
            .table("outbox")
            .findsPublication()
            .credentials(new Credentials("reader", null, null, password))
            .start()
            .awaitRunning();
    database.execute("INSERT INTO outbox VALUES (0)");
    reader.awaitPublished(1); // all its connections are made
    database.execute("ALTER ROLE reader PASSWORD 'second'", "INSERT INTO outbox VALUES (1)");
    reader.awaitPublished(2); // by the connection that there was
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> reader.error().contains("password authentication failed"));
    reader.awaitState("outbox", Activity.RETRYING);
    assertThat(reader.state("outbox").reason()).isEqualTo("authentication-failed");
    assertThat(reader.error()).contains("for user \"reader\"").doesNotContain("first", "second");

    Files.writeString(password, "second\n");

    reader.awaitRunning();
    database.execute("INSERT INTO outbox VALUES (2)");
    reader.awaitPublished(3);
  }

  private void requirePasswords() throws IOException {
    Files.writeString(
        Path.of(database.query("SHOW hba_file")),
        """
        host all postgres all trust
        host all all all scram-sha-256
        """);
    database.execute("SELECT pg_reload_conf()");
  }
}
