package dev.fes.controller.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.plan.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The durable form of {@link Notes}: in the compacted topic {@code fes.letters} a record for each
 * chunk of marks and for the last job, keyed {@code <topic>/<its id>/<chunk>} and {@code
 * <topic>/<its id>/job}.
 */
final class NotesTopic {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String JOB = "job";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final LetterClients clients;

  /** The value of a chunk. */
  record ChunkText(String replayed, String discarded) {

    static ChunkText of(Chunk chunk) {
      return new ChunkText(Ranges.write(chunk.replayed()), Ranges.write(chunk.discarded()));
    }

    Chunk chunk() {
      return new Chunk(Ranges.read(replayed), Ranges.read(discarded));
    }
  }

  NotesTopic(LetterClients clients) {
    this.clients = clients;
  }

  static String key(String topic, Uuid id, long chunk) {
    return topic + "/" + id + "/" + chunk;
  }

  static String jobKey(String topic, Uuid id) {
    return topic + "/" + id + "/" + JOB;
  }

  /** All there are, by the topic's name and its id. */
  Map<String, Map<Uuid, Notes>> read(TopicSnapshot own) {
    Map<String, Map<Uuid, Notes>> all = new HashMap<>();
    newest(own).forEach((key, value) -> add(all, key.split("/", 3), value));
    return all;
  }

  void writeMarks(
      Producer<byte[], byte[]> producer, TopicSnapshot snapshot, Map<Long, Chunk> chunks) {
    Map<String, @Nullable Object> records = new HashMap<>();
    chunks.forEach(
        (number, chunk) ->
            records.put(key(snapshot.topic(), snapshot.id(), number), ChunkText.of(chunk)));
    write(producer, records);
  }

  void writeJob(Producer<byte[], byte[]> producer, TopicSnapshot snapshot, Job job) {
    write(producer, Map.of(jobKey(snapshot.topic(), snapshot.id()), job));
  }

  /** Takes what is remembered under these keys out of the topic. */
  void erase(List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Map<String, @Nullable Object> nothing = new HashMap<>();
    keys.forEach(key -> nothing.put(key, null));
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      write(producer, nothing);
    }
  }

  /** Returns when all of it is safe. */
  private static void write(
      Producer<byte[], byte[]> producer, Map<String, @Nullable Object> records) {
    List<Future<?>> sent = new ArrayList<>();
    records.forEach(
        (key, value) ->
            sent.add(
                producer.send(
                    new ProducerRecord<>(
                        Topic.LETTERS.name(),
                        key.getBytes(UTF_8),
                        value == null ? null : JSON.writeValueAsBytes(value)))));
    for (Future<?> one : sent) {
      await(one);
    }
  }

  private static void await(Future<?> sent) {
    try {
      sent.get(LIMIT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } catch (TimeoutException e) {
      throw new Unavailable("Kafka does not take what became of letters", e);
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new Unavailable(
          "Kafka does not take what became of letters: " + cause.getMessage(), cause);
    }
  }

  private Map<String, byte[]> newest(TopicSnapshot own) {
    Consumer<byte[], byte[]> consumer = clients.consumer();
    try {
      return newest(consumer, own);
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static Map<String, byte[]> newest(Consumer<byte[], byte[]> consumer, TopicSnapshot own) {
    TopicPartition partition = TopicSnapshots.partition(own.topic());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    Map<String, byte[]> newest = new HashMap<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumer.position(partition) < own.end()) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        put(newest, found);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new Unavailable(
            "Kafka does not give the topic " + own.topic() + " in time", new TimeoutException());
      }
    }
    return newest;
  }

  private static void put(Map<String, byte[]> newest, ConsumerRecord<byte[], byte[]> found) {
    String key = new String(found.key(), UTF_8);
    byte @Nullable [] value = found.value();
    if (value == null) {
      newest.remove(key);
    } else {
      newest.put(key, value);
    }
  }

  private static void add(Map<String, Map<Uuid, Notes>> all, String[] key, byte[] value) {
    try {
      Uuid id = Uuid.fromString(key[1]);
      Notes notes =
          all.computeIfAbsent(key[0], _ -> new HashMap<>()).computeIfAbsent(id, Notes::none);
      if (key[2].equals(JOB)) {
        notes.job().set(JSON.readValue(value, Job.class));
      } else {
        Chunk chunk = JSON.readValue(value, ChunkText.class).chunk();
        notes.marks().put(Map.of(Long.valueOf(key[2]), chunk));
      }
    } catch (JacksonException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalStateException(
          "the record " + String.join("/", key) + " of fes.letters cannot be read", e);
    }
  }
}
