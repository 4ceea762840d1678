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

/** A transaction of a million rows, and rows of 10 MB and more, in a heap as small as a stage's. */
@Tag("full")
class SmallHeapTest {

  private static final int ROWS = 1_000_000;
  private static final int LARGE_ROWS = 40;
  private static final int MINUTES = 15;

  @TempDir private Path folder;

  @Test
  void aMillionRowsAndLargeOnesPassInTheHeapOfAStage() throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process reader =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx192m", // a stage has 256 MB, of which Kafka's producer takes up to 64
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName())
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
      database.execute(
          "INSERT INTO things SELECT n, repeat(md5(n::text), 10) FROM generate_series(1, %d) n"
              .formatted(ROWS),
          "INSERT INTO things SELECT -n, repeat('0123456789abcdef', 655360) FROM generate_series(1, %d) n"
              .formatted(LARGE_ROWS),
          "INSERT INTO things SELECT -n - 1000, NULL, convert_to(repeat('0123456789abcdef', 655360), 'UTF8')"
              + " FROM generate_series(1, %d) n".formatted(LARGE_ROWS));
      await()
          .atMost(Duration.ofMinutes(MINUTES))
          .until(() -> published.get() >= ROWS + 2 * LARGE_ROWS);
    }
    System.exit(published.get() == ROWS + 2 * LARGE_ROWS ? 0 : 1);
  }
}
