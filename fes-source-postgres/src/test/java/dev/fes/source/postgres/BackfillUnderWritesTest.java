package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.stage.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The newest is last for every row, whatever is written meanwhile and however often it is killed.
 */
class BackfillUnderWritesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int MOVED = 10_000_000;
  private static final int SENTINEL = -1;
  private static final int LOOK_MILLIS = 50;

  private final TestDatabase database = new TestDatabase();
  private final MemoryRecords records = new MemoryRecords();
  private final Kafka kafka = new Kafka();
  private TestReader reader = reader();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, version int NOT NULL)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void ofAFewRowsKilledOnce() throws Exception {
    endsWithTheNewest(5_000, 1);
  }

  @Test
  @Tag("full")
  void ofAMillionRowsKilledTwice() throws Exception {
    endsWithTheNewest(1_000_000, 2);
  }

  private void endsWithTheNewest(int rows, int kills) throws Exception {
    database.execute("INSERT INTO things SELECT n, 0 FROM generate_series(1, " + rows + ") n");
    reader.start().awaitRunning();
    long started = System.nanoTime();
    try (Writers writers = new Writers(2, rows)) {
      reader.backfills.request("things");
      for (int kill = 1; kill <= kills; kill++) {
        long some = (long) rows * kill / (kills + 1);
        await().atMost(PATIENCE).until(() -> read() >= some);
        killReader();
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  reader.backfills.of("things").orElseThrow().activity()
                      == Backfills.Activity.DONE);
      long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
      int written = writers.stop();
      database.execute("INSERT INTO things VALUES (" + SENTINEL + ", 0)");
      await().atMost(PATIENCE).until(() -> kafka.has(SENTINEL));
      System.out.printf(
          "backfill of %d rows: %d s, %d kills, %d changes beside it, %d rows published%n",
          rows, seconds, kills, written, kafka.backfilled.get());
    }

    assertThat(kafka.newest()).isEqualTo(inTable());
    assertThat(kafka.backfilled.get()).isPositive();
  }

  private long read() {
    return reader
        .backfills
        .of("things")
        .map(report -> report.record().progress().read())
        .orElse(0L);
  }

  /** As by a kill: what it sends from some moment on comes nowhere, and nothing is acknowledged. */
  private void killReader() {
    kafka.dead = true;
    reader.close();
    reader = reader();
    kafka.dead = false;
    reader.start();
    await().atMost(PATIENCE).until(() -> reader.backfills.of("things").isPresent());
  }

  private TestReader reader() {
    return TestReader.over(database)
        .with(TestReader.route("things", null, EnumSet.allOf(Operation.class)))
        .records(records)
        .kafka(kafka)
        .build();
  }

  private Map<Integer, Integer> inTable() throws SQLException {
    Map<Integer, Integer> rows = new HashMap<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet found = statement.executeQuery("SELECT id, version FROM things")) {
      while (found.next()) {
        rows.put(found.getInt(1), found.getInt(2));
      }
    }
    return rows;
  }

  /** Holds what somebody holds who takes over each event in turn. */
  private static final class Kafka implements Topics {

    private static final Pattern IMAGES =
        Pattern.compile(
            "\\{\"before\":(?:null|\\{\"id\":(-?\\d+).*?\\}),"
                + "\"after\":(?:null|\\{\"id\":(-?\\d+),\"version\":(\\d+)\\}),.*");

    private final Map<Integer, Integer> held = new HashMap<>();
    private final AtomicInteger backfilled = new AtomicInteger();

    /** How far the writers may be ahead, or the reader would never end on a slow machine. */
    private final Semaphore lead = new Semaphore(1000);

    private volatile boolean dead;

    @Override
    public void publish(String topic, Event event, Runnable durable) {
      if (dead) {
        return;
      }
      take(event);
      durable.run();
    }

    private synchronized void take(Event event) {
      Matcher images = IMAGES.matcher(new String(event.value(), UTF_8));
      assertThat(images.matches()).isTrue();
      if (images.group(1) != null) {
        held.remove(Integer.valueOf(images.group(1)));
      }
      if (images.group(2) != null) {
        held.put(Integer.valueOf(images.group(2)), Integer.valueOf(images.group(3)));
      }
      if (event.facts().op() == Operation.SNAPSHOT) {
        backfilled.incrementAndGet();
      } else {
        lead.release();
      }
    }

    synchronized boolean has(int id) {
      return held.containsKey(id);
    }

    synchronized Map<Integer, Integer> newest() {
      return new HashMap<>(held);
    }
  }

  /** Change rows here and there: mostly their version, now and then all else that may happen. */
  private final class Writers implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private volatile boolean stopped;

    private Writers(int count, int rows) {
      for (int i = 0; i < count; i++) {
        int seed = i;
        threads.add(Thread.ofPlatform().name("writer").start(() -> write(new Random(seed), rows)));
      }
    }

    int stop() {
      close();
      return written.get();
    }

    @Override
    public void close() {
      stopped = true;
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(Random random, int rows) {
      try (Connection connection = database.connect();
          PreparedStatement update =
              connection.prepareStatement("UPDATE things SET version = version + 1 WHERE id = ?");
          PreparedStatement delete =
              connection.prepareStatement("DELETE FROM things WHERE id = ?");
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO things VALUES (?, 1000) ON CONFLICT DO NOTHING");
          PreparedStatement move =
              connection.prepareStatement(
                  "UPDATE things SET id = id + "
                      + MOVED
                      + ", version = version + 1 WHERE id = ?")) {
        while (!stopped) {
          awaitReader();
          int id = 1 + random.nextInt(rows);
          switch (random.nextInt(20)) {
            case 0 -> run(delete, id);
            case 1 -> run(insert, id);
            case 2 -> moveIfFree(move, id);
            default -> run(update, id);
          }
        }
      } catch (SQLException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void awaitReader() throws InterruptedException {
      boolean mayWrite = false;
      while (!stopped && !mayWrite) {
        mayWrite = kafka.lead.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void moveIfFree(PreparedStatement move, int id) throws SQLException {
      try {
        run(move, id);
      } catch (SQLException e) {
        // somebody moved another row there before
        kafka.lead.release();
        if (!"23505".equals(e.getSQLState())) {
          throw e;
        }
      }
    }

    private void run(PreparedStatement statement, int id) throws SQLException {
      statement.setInt(1, id);
      int changed = statement.executeUpdate();
      written.addAndGet(changed);
      if (changed == 0) {
        kafka.lead.release();
      }
    }
  }
}
