package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary dies, and a physical standby takes its place: on another timeline. */
@Tag("full")
class FailoverTest {

  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

  @TempDir private Path folder;

  private EmbeddedPostgres primary;
  private EmbeddedPostgres standby;
  private TestDatabase database;
  private TestDatabase copy;
  private TestReader reader;
  private String slot;

  @BeforeEach
  void servers() throws IOException {
    Path home = folder.resolve("primary");
    primary = TestDatabase.settings().setDataDirectory(home).setCleanDataDirectory(false).start();
    database = new TestDatabase(primary);
    slot = "slot_" + database.name();
    database.execute(
        "CREATE TABLE outbox (id int PRIMARY KEY)",
        "SELECT pg_create_physical_replication_slot('standby', true)");
    standby = standbyOf(home);
    copy = database.on(standby);
    reader = TestReader.over(database).table("outbox").start().awaitRunning();
  }

  @AfterEach
  void stop() throws IOException {
    reader.close();
    copy.close();
    standby.close();
    primary.close();
  }

  @Test
  void readingGoesOnFromTheCopyOfTheSlotAndNothingIsLost() throws IOException {
    insert(database, 1);
    syncSlot();
    insert(database, 2);
    awaitConfirmed();

    failOver();
    insert(copy, 3);

    await().atMost(TestReader.PATIENCE).until(() -> ids().contains(3));
    assertThat(ids().stream().distinct()).containsExactly(1, 2, 3);
    assertThat(reader.topics.all().stream().map(RecordingTopics.Published::id).distinct())
        .hasSize(3);
    reader.awaitRunning();
  }

  @Test
  void aServerThatHasNoCopyOfTheSlotHasLostIt() throws IOException {
    insert(database, 1);
    awaitConfirmed();

    failOver();

    reader.awaitState(Activity.FAILED);
    assertThat(reader.error())
        .startsWith("slot lost")
        .contains("is gone")
        .contains("fes.zalando.org/accept-gap: \"" + reader.records.last().confirmed() + "\"");
    assertThat(copy.query("SELECT count(*) FROM pg_replication_slots WHERE slot_type = 'logical'"))
        .isEqualTo("0");
  }

  private void insert(TestDatabase into, int id) {
    into.execute("INSERT INTO outbox VALUES (" + id + ")");
    await().atMost(TestReader.PATIENCE).until(() -> ids().contains(id) || into == copy);
  }

  private void awaitConfirmed() {
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> database.confirmed(slot).equals(reader.records.last().confirmed()));
  }

  private void syncSlot() {
    await()
        .atMost(TestReader.PATIENCE)
        .until(
            () -> {
              // lets the primary's slot come past the place where the copy could begin
              database.execute("SELECT pg_log_standby_snapshot()");
              copy.execute("SELECT pg_sync_replication_slots()");
              return copy.query(
                      "SELECT synced AND NOT temporary FROM pg_replication_slots WHERE slot_name = '"
                          + slot
                          + "'")
                  .equals("t");
            });
  }

  private void failOver() throws IOException {
    String written = database.query("SELECT pg_current_wal_lsn()");
    await()
        .atMost(TestReader.PATIENCE)
        .until(
            () -> copy.query("SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t"));
    database.close();
    primary.close();
    reader.close();
    copy.execute("SELECT pg_promote()");
    reader =
        TestReader.over(copy).table("outbox").topics(reader.topics).records(reader.records).start();
  }

  private List<Integer> ids() {
    return reader.topics.all().stream()
        .map(published -> published.json().replaceFirst(".*\"after\":\\{\"id\":(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .toList();
  }

  private EmbeddedPostgres standbyOf(Path home) throws IOException {
    Path target = folder.resolve("standby");
    database.execute("SELECT pg_backup_start('standby', true)");
    copy(home, target);
    String label = database.query("SELECT labelfile FROM pg_backup_stop()");
    Files.writeString(target.resolve("backup_label"), label);
    Files.createFile(target.resolve("standby.signal"));
    Files.writeString(
        target.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost user=postgres dbname=postgres port=%d'"
            .formatted(primary.getPort()));
    return TestDatabase.settings()
        .setDataDirectory(target)
        .setCleanDataDirectory(false)
        .setServerConfig("primary_slot_name", "standby")
        .setServerConfig("hot_standby_feedback", "on")
        .setServerConfig("wal_receiver_status_interval", "1s")
        .start();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
              throws IOException {
            Files.createDirectories(
                to.resolve(from.relativize(folder)),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
