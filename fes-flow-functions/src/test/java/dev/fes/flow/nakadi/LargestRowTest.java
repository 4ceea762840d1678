package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest row that may travel, with a character of a kind that doubles the room of a text. */
class LargestRowTest {

  private static final int BYTES = 32 << 20;

  @TempDir private Path folder;

  @Test
  void becomesAnEventInTheHeapOfAStage() throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process flow =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx192m", // a stage has 256 MB, and Kafka's clients hold the row and the event
                // too
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargestRowTest.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      assertThat(flow.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      flow.destroy();
    }
    assertThat(flow.exitValue()).as(Files.readString(output.toPath())).isZero();
  }

  /** What runs in the small heap. */
  public static void main(String[] arguments) {
    byte[] row = "{\"after\":{\"payload\":\"{\\\"text\\\":\\\"€".getBytes(UTF_8);
    byte[] end = "\\\"}\"}}".getBytes(UTF_8);
    byte[] change = "x".repeat(BYTES).getBytes(UTF_8);
    System.arraycopy(row, 0, change, 0, row.length);
    System.arraycopy(end, 0, change, BYTES - end.length, end.length);
    Event template = Outbox.change("{}");

    Event event =
        Outbox.convert(Outbox.flow(), new Event(template.key(), change, template.facts()));
    System.exit(event.value().length > BYTES - 100 ? 0 : 1);
  }
}
