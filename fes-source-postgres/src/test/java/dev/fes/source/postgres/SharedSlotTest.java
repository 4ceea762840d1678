package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event streams that come and go, and readers that meet, on one slot. */
class SharedSlotTest {

  private final TestDatabase database = new TestDatabase();
  private final RecordingTopics topics = new RecordingTopics();
  private final MemoryRecords records = new MemoryRecords();
  private TestReader reader = reader("stays").build();

  @BeforeEach
  void tables() {
    database.execute(
        "CREATE TABLE stays (id int PRIMARY KEY)", "CREATE TABLE comes (id int PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void streamsComeAndGoUnderLoadAndTheOthersMissNothing() {
    reader.start().awaitRunning();
    try (Load load = new Load()) {
      restartWith("stays", "comes");
      int added = load.written();
      await().atMost(TestReader.PATIENCE).until(() -> last("comes") > added);
      restartWith("stays");
      int removed = load.written();
      await().atMost(TestReader.PATIENCE).until(() -> last("stays") > removed);
      int written = load.stop();
      await().atMost(TestReader.PATIENCE).until(() -> last("stays") == written);

      assertThat(distinct("stays")).isEqualTo(numbers(1, written));
      List<Integer> come = distinct("comes");
      assertThat(come).isEqualTo(numbers(come.getFirst(), come.getLast()));
    }
  }

  @Test
  void anAddedStreamBeginsAtTheConfirmedPosition() {
    database.execute("CREATE PUBLICATION slot_" + database.name() + " FOR TABLE stays, comes");
    reader.start().awaitRunning();
    database.execute("INSERT INTO comes VALUES (1)", "INSERT INTO stays VALUES (1)");
    reader.awaitPublished(1);
    reader.close();
    database.execute("INSERT INTO comes VALUES (2)", "INSERT INTO stays VALUES (2)");

    reader = reader("stays", "comes").start();
    reader.awaitPublished(3);

    assertThat(distinct("stays")).containsExactly(1, 2);
    assertThat(distinct("comes")).containsExactly(2);
  }

  @Test
  void aSecondReaderWaitsAndTheFirstIsNotDisturbed() {
    reader.start().awaitRunning();
    try (TestReader second =
        TestReader.over(database).table("stays").start().awaitState(Activity.BLOCKED)) {
      assertThat(second.error()).contains("another process").contains("application");
      database.execute("INSERT INTO stays VALUES (1)");
      reader.awaitPublished(1);
      assertThat(second.topics.size()).isZero();

      reader.close();

      second.awaitRunning();
      database.execute("INSERT INTO stays VALUES (2)");
      second.awaitPublished(1);
    }
  }

  private TestReader.Builder reader(String... tables) {
    TestReader.Builder builder = TestReader.over(database).topics(topics).records(records);
    for (String table : tables) {
      builder.table(table);
    }
    return builder;
  }

  private void restartWith(String... tables) {
    reader.close();
    reader = reader(tables).start().awaitRunning();
  }

  private List<Integer> distinct(String table) {
    return topics.of(table + ".changes").stream()
        .map(published -> published.json().replaceFirst(".*\"after\":\\{\"id\":(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .distinct()
        .toList();
  }

  private int last(String table) {
    List<Integer> ids = distinct(table);
    return ids.isEmpty() ? 0 : ids.getLast();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  /** One row after another into both tables, each in a transaction of its own. */
  private final class Load implements AutoCloseable {

    private final Thread writer = Thread.ofPlatform().name("load").start(this::write);
    private volatile int written;
    private volatile boolean stopped;

    int written() {
      return written;
    }

    int stop() {
      close();
      return written;
    }

    @Override
    public void close() {
      stopped = true;
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write() {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          int next = written + 1;
          statement.execute("INSERT INTO comes VALUES (" + next + ")");
          statement.execute("INSERT INTO stays VALUES (" + next + ")");
          written = next;
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
