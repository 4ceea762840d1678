package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.event.Event;
import dev.fes.stage.Topics;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read is not more than what is got rid of, however much a transaction has. */
class LargeTransactionTest {

  private static final int ROWS = 50_000;
  private static final int LARGE_ROWS = 8;
  private static final int MEGABYTE = 1 << 20;
  private static final long MOST_BUFFERED = 16L * MEGABYTE + 11L * MEGABYTE;

  private final TestDatabase database = new TestDatabase();
  private final Kafka kafka = new Kafka();
  private TestReader reader = TestReader.over(database).table("things").kafka(kafka).build();

  @BeforeEach
  void table() {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, payload text)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void passesInBoundedMemory() {
    reader.start().awaitRunning();

    database.execute(
        "DO $$ BEGIN"
            + " INSERT INTO things SELECT n, repeat(md5(n::text), 10) FROM generate_series(1, %d) n;"
                .formatted(ROWS)
            + " INSERT INTO things SELECT -n, repeat('0123456789abcdef', 655360)"
            + " FROM generate_series(1, %d) n;".formatted(LARGE_ROWS)
            + " END $$");

    await().atMost(TestReader.PATIENCE).until(() -> kafka.count.get() == ROWS + LARGE_ROWS);
    assertThat(kafka.bytes.get()).isGreaterThan(LARGE_ROWS * 10L * MEGABYTE);
    assertThat(kafka.mostBuffered.get()).isBetween(1L, MOST_BUFFERED);
  }

  @Test
  void waitsInPostgresWhileKafkaDoesNotAcknowledge() {
    reader = TestReader.over(database).table("things").build();
    reader.start().awaitRunning();
    reader.topics.hold();
    database.execute(
        "INSERT INTO things SELECT n, repeat('0123456789abcdef', 65536) FROM generate_series(1, 64) n");

    reader.awaitPublished(15);
    await().atMost(TestReader.PATIENCE).until(() -> HandOver.buffered() > 15L * MEGABYTE);
    assertThat(reader.topics.size()).isEqualTo(15);
    assertThat(HandOver.buffered()).isLessThan(18L * MEGABYTE);

    reader.topics.release();
    reader.awaitPublished(64);
  }

  /** Counts what it gets and keeps nothing. */
  private static final class Kafka implements Topics {

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong mostBuffered = new AtomicLong();

    @Override
    public void publish(String topic, Event event, Runnable durable) {
      count.incrementAndGet();
      bytes.addAndGet(event.value().length);
      mostBuffered.accumulateAndGet(HandOver.buffered(), Math::max);
      durable.run();
    }
  }
}
