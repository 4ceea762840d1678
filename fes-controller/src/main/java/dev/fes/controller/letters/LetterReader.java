package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads letters one by one; no more of them is in memory than one fetch. */
final class LetterReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * A gap of up to this many records is read through rather than sought past, which would discard
   * the fetch.
   */
  private static final int NEAR = 200;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private long position = Long.MAX_VALUE;

  /**
   * How much is read at once.
   *
   * @param bytes it ends behind the letter that makes them full
   */
  record Bounds(long bytes, Duration time) {}

  LetterReader(LetterClients clients, String topic) {
    this.partition = TopicSnapshots.partition(topic);
    this.consumer = clients.consumer();
    consumer.assign(List.of(partition));
  }

  /**
   * Reads those of the letters that are still there, in order.
   *
   * @param wanted ascending, and below the end of the topic
   * @param found false ends it before that letter
   * @return how many of the wanted ones are dealt with
   * @throws Unavailable if there was none in that time
   */
  int read(List<Long> wanted, Bounds bounds, Predicate<ConsumerRecord<byte[], byte[]>> found) {
    long deadline = System.nanoTime() + bounds.time().toNanos();
    long bytes = 0;
    int dealt = 0;
    while (dealt < wanted.size() && bytes < bounds.bytes()) {
      if (System.nanoTime() - deadline > 0) {
        return dealt > 0 ? dealt : silent();
      }
      approach(wanted.get(dealt));
      for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL)) {
        position = next.offset() + 1;
        while (dealt < wanted.size() && wanted.get(dealt) < next.offset()) {
          dealt++;
        }
        if (dealt < wanted.size() && wanted.get(dealt) == next.offset() && bytes < bounds.bytes()) {
          if (!found.test(next)) {
            return dealt;
          }
          dealt++;
          bytes += Math.max(0, next.serializedValueSize());
        }
      }
    }
    return dealt;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private void approach(long offset) {
    if (position > offset || offset - position > NEAR) {
      consumer.seek(partition, offset);
      position = offset;
    }
  }

  private int silent() {
    throw new Unavailable(
        "Kafka does not give the letters of " + partition.topic(), new TimeoutException());
  }
}
