package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.event.Event;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction of a million rows, rows of 10 MB, and rows that are too large to travel, in a heap
 * as small as a stage's.
 */
@Tag("full")
class SmallHeapTest {

  private static final int ROWS = 1_000_000;
  private static final int LARGE_ROWS = 40;
  private static final int MINUTES = 15;
  private static final String TOO_LARGE = "too large to travel";

  @TempDir private Path folder;

  @Test
  void aMillionRowsAndLargeOnesPassInTheHeapOfAStage() throws IOException, InterruptedException {
    // a stage has 256 MB, of which Kafka's producer takes up to 64
    pass("-Xmx192m", "large");
  }

  /** Nothing of them comes to the producer. */
  @Test
  void rowsThatAreTooLargeToTravelPassInTheHeapOfAStage() throws IOException, InterruptedException {
    pass("-Xmx256m", TOO_LARGE);
  }

  private void pass(String heap, String rows) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process reader =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(),
                rows)
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      assertThat(reader.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      reader.destroy();
    }
    assertThat(reader.exitValue()).as(Files.readString(output.toPath())).isZero();
  }

  /** What runs in the small heap; Postgres has a process of its own. */
  public static void main(String[] arguments) {
    AtomicLong published = new AtomicLong();
    TestDatabase database = new TestDatabase();
    database.execute("CREATE TABLE things (id int PRIMARY KEY, payload text, bytes bytea)");
    int expected = arguments[0].equals(TOO_LARGE) ? 4 : ROWS + 2 * LARGE_ROWS;
    try (TestReader reader =
        TestReader.over(database)
            .table("things")
            .kafka(
                (String topic, Event event, Runnable durable) -> {
                  published.incrementAndGet();
                  durable.run();
                })
            .start()) {
      reader.awaitRunning();
      if (arguments[0].equals(TOO_LARGE)) {
        writeTooLarge(database);
      } else {
        write(database);
      }
      await().atMost(Duration.ofMinutes(MINUTES)).until(() -> published.get() >= expected);
    }
    System.exit(published.get() == expected ? 0 : 1);
  }

  private static void write(TestDatabase database) {
    database.execute(
        "INSERT INTO things SELECT n, repeat(md5(n::text), 10) FROM generate_series(1, %d) n"
            .formatted(ROWS),
        "INSERT INTO things SELECT -n, repeat('0123456789abcdef', 655360) FROM generate_series(1, %d) n"
            .formatted(LARGE_ROWS),
        "INSERT INTO things SELECT -n - 1000, NULL, convert_to(repeat('0123456789abcdef', 655360), 'UTF8')"
            + " FROM generate_series(1, %d) n".formatted(LARGE_ROWS));
  }

  /** One of 60 MB, and one whose two images have 20 MB each; what comes then passes as well. */
  private static void writeTooLarge(TestDatabase database) {
    database.execute(
        "ALTER TABLE things REPLICA IDENTITY FULL",
        "INSERT INTO things VALUES (1, repeat('0123456789abcdef', 60 * 65536))",
        "INSERT INTO things VALUES (2, repeat('0123456789abcdef', 20 * 65536))",
        "UPDATE things SET payload = repeat('fedcba9876543210', 20 * 65536) WHERE id = 2",
        "INSERT INTO things VALUES (3, 'small')");
  }
}
