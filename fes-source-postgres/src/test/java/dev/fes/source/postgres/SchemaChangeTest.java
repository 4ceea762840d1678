package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows come as their table was when they were written, not as it is when they are read. */
class SchemaChangeTest {

  private static final String[] STORY = {
    "INSERT INTO things VALUES (1, 'a')",
    "ALTER TABLE things ADD COLUMN size int DEFAULT 5",
    "INSERT INTO things VALUES (2, 'b')",
    "ALTER TABLE things RENAME COLUMN name TO title",
    "INSERT INTO things VALUES (3, 'c', 6)",
    "ALTER TABLE things ALTER COLUMN size TYPE text USING 'size ' || size",
    "INSERT INTO things VALUES (4, 'd', 'large')",
    "ALTER TABLE things DROP COLUMN title",
    "INSERT INTO things VALUES (5, 'small')",
    "CREATE TYPE mood AS ENUM ('glad')",
    "ALTER TABLE things ADD COLUMN title mood NOT NULL DEFAULT 'glad'",
    "INSERT INTO things VALUES (6, NULL)",
    "ALTER TABLE things DROP COLUMN title",
    "DROP TYPE mood",
    "ALTER TABLE things DROP COLUMN size, ADD COLUMN size int, ADD COLUMN name text",
    "INSERT INTO things VALUES (7, 8, 'z')",
    "ALTER TABLE things DROP CONSTRAINT things_pkey",
    "DELETE FROM things",
    "ALTER TABLE things ADD PRIMARY KEY (name)",
    "INSERT INTO things VALUES (8, 9, 'y')",
  };
  private static final List<String> ROWS =
      List.of(
          "{\"id\":1,\"name\":\"a\"}",
          "{\"id\":2,\"name\":\"b\",\"size\":5}",
          "{\"id\":3,\"title\":\"c\",\"size\":6}",
          "{\"id\":4,\"title\":\"d\",\"size\":\"large\"}",
          "{\"id\":5,\"size\":\"small\"}",
          "{\"id\":6,\"size\":null,\"title\":\"glad\"}",
          "{\"id\":7,\"size\":8,\"name\":\"z\"}",
          "{\"id\":8,\"size\":9,\"name\":\"y\"}");

  private final TestDatabase database = new TestDatabase();
  private final TestReader reader = TestReader.over(database).table("things").build();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, name text)");
    reader.start().awaitRunning();
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void betweenTransactions() {
    database.execute(STORY);

    awaitRows(ROWS.size());
    assertThat(rows()).isEqualTo(ROWS);
  }

  @Test
  void withinATransaction() throws SQLException {
    database.connection().setAutoCommit(false);
    database.execute(STORY);
    database.connection().commit();

    awaitRows(ROWS.size());
    assertThat(rows()).isEqualTo(ROWS);
  }

  @Test
  void whileNobodyRead() {
    reader.close();
    database.execute(STORY);

    reader.start();
    awaitRows(ROWS.size());

    assertThat(rows()).isEqualTo(ROWS);
  }

  @Test
  void aRenamedTableIsSaidToBeMissingUntilItHasItsNameAgain() {
    database.execute("INSERT INTO things VALUES (1, 'a')", "ALTER TABLE things RENAME TO others");
    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error())
        .contains("table public.things does not exist")
        .contains("what is written meanwhile cannot be had later");

    database.execute(
        "INSERT INTO others VALUES (2, 'b')",
        "ALTER TABLE others RENAME TO things",
        "INSERT INTO things VALUES (3, 'c')");

    reader.awaitRunning();
    reader.awaitPublished(2);
    assertThat(rows()).containsExactly("{\"id\":1,\"name\":\"a\"}", "{\"id\":3,\"name\":\"c\"}");
  }

  @Test
  void aTableThatIsDroppedAndMadeAgainIsPublishedAgainAndTheTimeBetweenIsSaid() {
    database.execute(
        "INSERT INTO things VALUES (1, 'a')",
        "DROP TABLE things",
        "CREATE TABLE things (name text, id bigint PRIMARY KEY)");
    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("what is written meanwhile cannot be had later");
    reader.awaitRunning();

    database.execute("INSERT INTO things VALUES ('b', 2)");

    reader.awaitPublished(2);
    assertThat(rows()).containsExactly("{\"id\":1,\"name\":\"a\"}", "{\"name\":\"b\",\"id\":2}");
  }

  @Test
  void aTableThatTookAnothersNameIsReadByItsOwnColumns() {
    database.execute(
        "INSERT INTO things VALUES (1, 'a')",
        "CREATE TABLE new_things (size int, name text, id int PRIMARY KEY)",
        "ALTER PUBLICATION slot_" + database.name() + " ADD TABLE new_things",
        "ALTER TABLE things RENAME TO old_things",
        "ALTER TABLE new_things RENAME TO things",
        "INSERT INTO things VALUES (5, 'b', 2)",
        "INSERT INTO old_things VALUES (3, 'of the old one')",
        "INSERT INTO things VALUES (6, 'c', 4)");

    reader.awaitPublished(3);
    assertThat(rows())
        .containsExactly(
            "{\"id\":1,\"name\":\"a\"}",
            "{\"size\":5,\"name\":\"b\",\"id\":2}",
            "{\"size\":6,\"name\":\"c\",\"id\":4}");
  }

  @Test
  void aTruncationIsNoChangeOfARow() {
    database.execute(
        "ALTER PUBLICATION slot_" + database.name() + " SET (publish = 'insert, update, truncate')",
        "INSERT INTO things VALUES (1, 'a')",
        "TRUNCATE things",
        "INSERT INTO things VALUES (2, 'b')");

    reader.awaitPublished(2);
    assertThat(rows()).containsExactly("{\"id\":1,\"name\":\"a\"}", "{\"id\":2,\"name\":\"b\"}");
  }

  private void awaitRows(int count) {
    await().atMost(TestReader.PATIENCE).until(() -> rows().size() >= count);
  }

  /** Without the copies that come again after a broken connection. */
  private List<String> rows() {
    return reader.topics.all().stream()
        .collect(
            Collectors.toMap(
                RecordingTopics.Published::id, row -> row, (one, copy) -> one, LinkedHashMap::new))
        .values()
        .stream()
        .map(published -> published.json().replaceFirst(".*?\"after\":(.*?),\"source\".*", "$1"))
        .toList();
  }
}
