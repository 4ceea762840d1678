package dev.fes.controller.letters;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.plan.Installation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What has lately been published to a topic of changes. */
public final class CapturedChanges {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final LetterClients clients;

  public CapturedChanges(Installation installation) {
    this.clients = LetterClients.of(installation);
  }

  /**
   * The last changes, oldest first; fewer where they are large.
   *
   * @throws Unavailable if Kafka does not give them
   */
  public synchronized List<Event> last(String topic, int most) {
    Consumer<byte[], byte[]> consumer = clients.consumer();
    try {
      List<PartitionInfo> known = consumer.partitionsFor(topic, LIMIT);
      return known == null || known.isEmpty() ? List.of() : last(consumer, topic, known, most);
    } catch (KafkaException e) {
      throw new Unavailable("Kafka does not give the changes: " + e.getMessage(), e);
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static List<Event> last(
      Consumer<byte[], byte[]> consumer, String topic, List<PartitionInfo> known, int most) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    for (PartitionInfo partition : known) {
      found.addAll(last(consumer, new TopicPartition(topic, partition.partition()), most));
    }
    found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    return found.subList(Math.max(0, found.size() - most), found.size()).stream()
        .map(CapturedChanges::event)
        .toList();
  }

  private static Deque<ConsumerRecord<byte[], byte[]>> last(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, int most) {
    List<TopicPartition> alone = List.of(partition);
    consumer.assign(alone);
    long start = consumer.beginningOffsets(alone, LIMIT).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(alone, LIMIT).getOrDefault(partition, 0L);
    consumer.seek(partition, Math.max(start, end - most));
    Deque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
    long bytes = 0;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumer.position(partition, LIMIT) < end) {
      for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL)) {
        found.addLast(next);
        bytes += Math.max(0, next.serializedValueSize());
        while (bytes > MOST_BYTES && found.size() > 1) {
          bytes -= Math.max(0, found.removeFirst().serializedValueSize());
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new Unavailable("Kafka does not give the changes in time", new TimeoutException());
      }
    }
    return found;
  }

  private static Event event(ConsumerRecord<byte[], byte[]> found) {
    LetterHeaders headers = new LetterHeaders(found.headers());
    byte[] key = found.key() == null ? new byte[0] : found.key();
    byte[] value = found.value() == null ? new byte[0] : found.value();
    try {
      return new Event(key, value, headers.facts(found.timestamp()), headers.fault());
    } catch (IllegalArgumentException e) {
      Facts none = new Facts("", "", Operation.INSERT, "", found.timestamp() * 1000, null);
      return new Event(key, value, none, new Fault("input", "its headers cannot be read", 1));
    }
  }
}
