package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.plan.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real broker, with the usual ages: an hour, and fourteen days for dead letters. */
class BufferPurgeTest {

  private static final Instant NOW = Instant.now();
  private static final Instant OLD = NOW.minus(Duration.ofHours(2));
  private static final Instant ANCIENT = NOW.minus(Duration.ofDays(15));

  private static String brokers;
  private static KafkaTopics topics;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void open() {
    brokers = EmbeddedBroker.shared().address();
    topics = new KafkaTopics(TestInstallation.at(brokers));
    admin = Admin.create(Map.of("bootstrap.servers", brokers));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void close() {
    producer.close();
    topics.close();
    admin.close();
  }

  @Test
  void deletesWhatIsConfirmedAndOldAndKeepsTheReplayWindow() throws Exception {
    Buffer buffer = buffer("done", 1, "sink");
    write("done", 0, 10, OLD);
    write("done", 0, 5, NOW);
    confirm("sink", "done", 0, 15);

    Purged purged = purge(buffer);

    assertThat(start("done", 0)).isEqualTo(10);
    assertThat(purged).isEqualTo(new Purged(10, Map.of("done", 5L), List.of()));
  }

  @Test
  void losesNothingWhileAReaderIsStoppedForLongerThanTheWindow() throws Exception {
    Buffer buffer = buffer("stopped", 1, "stopped-sink");
    write("stopped", 0, 10, ANCIENT);
    confirm("stopped-sink", "stopped", 0, 4);

    purge(buffer);

    assertThat(offsetsReadBy("stopped-sink", "stopped")).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void losesNothingWhenAGroupsOffsetsAreDeleted() throws Exception {
    Buffer buffer = buffer("forgotten", 1, "forgotten-sink");
    write("forgotten", 0, 6, OLD);
    confirm("forgotten-sink", "forgotten", 0, 2);
    purge(buffer);
    confirm("forgotten-sink", "forgotten", 0, 5);
    admin
        .deleteConsumerGroupOffsets("forgotten-sink", Set.of(new TopicPartition("forgotten", 0)))
        .all()
        .get();

    assertThat(purge(buffer).deleted()).isZero();

    assertThat(offsetsReadBy("forgotten-sink", "forgotten")).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void waitsForEveryReaderOfATopic() throws Exception {
    Buffer buffer = buffer("shared", 1, "fast", "slow");
    write("shared", 0, 6, OLD);
    confirm("fast", "shared", 0, 6);
    assertThat(purge(buffer).deleted()).isZero();

    confirm("slow", "shared", 0, 3);

    assertThat(purge(buffer).deleted()).isEqualTo(3);
  }

  @Test
  void judgesEachPartitionAlone() throws Exception {
    Buffer buffer = buffer("keyed", 3, "keyed-sink");
    for (int partition = 0; partition < 3; partition++) {
      write("keyed", partition, 4, OLD);
    }
    confirm("keyed-sink", "keyed", 0, 4);
    confirm("keyed-sink", "keyed", 1, 1);

    purge(buffer);

    assertThat(List.of(start("keyed", 0), start("keyed", 1), start("keyed", 2)))
        .containsExactly(4L, 1L, 0L);
  }

  @Test
  void keepsDeadLettersForLongerAndLongerStillWhileTheyAreNotConfirmed() throws Exception {
    topics.ensure(List.of(new Topic("letters", 1)));
    Buffer letters = new Buffer("letters", Set.of("letters-sink"), true);
    write("letters", 0, 4, ANCIENT);
    write("letters", 0, 4, OLD);
    confirm("letters-sink", "letters", 0, 3);
    purge(letters);
    assertThat(start("letters", 0)).isEqualTo(3);

    confirm("letters-sink", "letters", 0, 8);
    purge(letters);

    assertThat(start("letters", 0)).isEqualTo(4);
  }

  @Test
  void looksAtTheOthersWhenATopicIsGone() throws Exception {
    Buffer buffer = buffer("there", 1, "there-sink");
    write("there", 0, 2, OLD);
    confirm("there-sink", "there", 0, 2);

    Purged purged =
        topics.purge(List.of(new Buffer("gone", Set.of("gone-sink"), false), buffer), NOW);

    assertThat(purged).isEqualTo(new Purged(2, Map.of("there", 0L), List.of()));
    assertThat(topics.purge(List.of(new Buffer("gone", Set.of("x"), false)), NOW))
        .isEqualTo(Purged.nothing());
  }

  @Test
  void saysWhatItCouldNotDoWhenNobodyAnswers() {
    Map<String, String> impatient =
        Map.of("request.timeout.ms", "200", "default.api.timeout.ms", "300");
    try (KafkaTopics away = new KafkaTopics(TestInstallation.at("127.0.0.1:1", impatient))) {
      Purged purged = away.purge(List.of(new Buffer("any", Set.of("any-sink"), false)), NOW);

      assertThat(purged.deleted()).isZero();
      assertThat(purged.problems()).isNotEmpty().allMatch(it -> it.contains("127.0.0.1:1"));
    }
  }

  @Test
  void givesBackTheDiskOfWhatIsDeleted() throws Exception {
    Buffer buffer = buffer("bulky", 1, "bulky-sink");
    set("bulky", "segment.bytes", "1048576");
    byte[] large = new byte[100_000];
    for (int i = 0; i < 60; i++) {
      producer.send(new ProducerRecord<>("bulky", 0, OLD.toEpochMilli(), null, large)).get();
    }
    assertThat(bytesOnDisk("bulky")).isGreaterThan(6_000_000);
    confirm("bulky-sink", "bulky", 0, 60);

    purge(buffer);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(bytesOnDisk("bulky")).isLessThanOrEqualTo(1_048_576));
  }

  private static Purged purge(Buffer buffer) {
    return topics.purge(List.of(buffer), NOW);
  }

  private static Buffer buffer(String topic, int partitions, String... readers) {
    topics.ensure(List.of(new Topic(topic, partitions)));
    return new Buffer(topic, Set.of(readers), false);
  }

  private static void write(String topic, int partition, int records, Instant time)
      throws Exception {
    for (int i = 0; i < records; i++) {
      producer
          .send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, new byte[] {1}))
          .get();
    }
  }

  private static void confirm(String group, String topic, int partition, long offset)
      throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private static long start(String topic, int partition) throws Exception {
    TopicPartition asked = new TopicPartition(topic, partition);
    return admin
        .listOffsets(Map.of(asked, OffsetSpec.earliest()))
        .partitionResult(asked)
        .get()
        .offset();
  }

  /** As a stage reads: from what it confirmed, else from the earliest. */
  private static List<Long> offsetsReadBy(String group, String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    long end =
        admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()))
            .partitionResult(partition)
            .get()
            .offset();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", brokers, "group.id", group, "auto.offset.reset", "earliest");
    List<Long> offsets = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          offsets.add(record.offset());
        }
      }
    }
    return offsets;
  }

  private static void set(String topic, String key, String value) throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> change =
        Map.of(
            new ConfigResource(ConfigResource.Type.TOPIC, topic),
            List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    admin.incrementalAlterConfigs(change).all().get();
  }

  private static long bytesOnDisk(String topic) throws Exception {
    return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values().stream()
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}
