package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {

  private static EmbeddedBroker broker;
  private static KafkaTopics topics;
  private static Admin admin;

  @BeforeAll
  static void open() {
    broker = EmbeddedBroker.shared();
    topics = new KafkaTopics(TestInstallation.at(broker.address()));
    admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
  }

  @AfterAll
  static void close() {
    topics.close();
    admin.close();
  }

  @Test
  void makesTopicsInWhichNothingUnreadExpires() throws Exception {
    topics.ensure(List.of(new Topic("made", 4)));

    assertThat(config("made"))
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "-1")
        .containsEntry("retention.bytes", "-1")
        .containsEntry("segment.bytes", Integer.toString(64 * 1024 * 1024))
        .containsEntry("segment.ms", "3600000")
        .containsEntry("max.message.bytes", Integer.toString(32 * 1024 * 1024 + 64 * 1024));
    assertThat(partitions("made")).isEqualTo(4);
  }

  @Test
  void worksWhereOneLogsInWithoutTls() throws Exception {
    Map<String, String> login =
        Map.of(
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", EmbeddedBroker.LOGIN + ";");
    AdminSettings settings =
        AdminSettings.of(new Kafka(broker.guardedAddress(), (short) 1, 1, login));
    try (Admin guarded = Admin.create(settings.properties())) {
      assertThat(guarded.describeCluster().nodes().get()).hasSize(1);
    }
  }

  @Test
  void makesTheCompactedTopicOfReaders() throws Exception {
    topics.ensure(List.of());

    assertThat(config("fes.readers")).containsEntry("cleanup.policy", "compact");
    assertThat(partitions("fes.readers")).isEqualTo(1);
  }

  @Test
  void leavesThePartitionsOfATopicThatExistsAndMendsItsSettings() throws Exception {
    admin
        .createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("old", 2, (short) 1)))
        .all()
        .get();

    topics.ensure(List.of(new Topic("old", 4)));

    assertThat(partitions("old")).isEqualTo(2);
    await() // a broker takes up a moment later what the controller quorum has decided
        .untilAsserted(() -> assertThat(config("old")).containsEntry("retention.ms", "-1"));
  }

  @Test
  void countsWhatAGroupHasYetToRead() throws Exception {
    topics.ensure(List.of(new Topic("lagging", 1)));
    Input input = new Input("lagging", "lagging-group");
    write("lagging", 5);
    assertThat(topics.lag(List.of(input))).containsEntry(input, 5L);

    readAll(input);

    assertThat(topics.lag(List.of(input))).containsEntry(input, 0L);
  }

  @Test
  void findsNothingToReadInATopicThatIsGone() {
    Input input = new Input("never-made", "some-group");

    assertThat(topics.lag(List.of(input))).containsEntry(input, 0L);
  }

  @Test
  void letsANewGroupStartBehindWhatIsThere() throws Exception {
    topics.ensure(List.of(new Topic("taken-over", 1)));
    Input input = new Input("taken-over", "new-group");
    write("taken-over", 3);

    topics.startAtEnd(List.of(input));
    write("taken-over", 2);

    assertThat(topics.lag(List.of(input))).containsEntry(input, 2L);
  }

  @Test
  void removesTopicsAndGroupsAndDoesNotMindThatTheyAreGone() throws Exception {
    topics.ensure(List.of(new Topic("short-lived", 1)));
    Input input = new Input("short-lived", "short-lived-group");
    write("short-lived", 1);
    readAll(input);

    topics.remove(List.of("short-lived"), List.of("short-lived-group"));
    topics.remove(List.of("short-lived"), List.of("short-lived-group"));

    assertThat(admin.listTopics().names().get()).doesNotContain("short-lived");
    assertThat(admin.listGroups().all().get())
        .noneMatch(group -> group.groupId().equals("short-lived-group"));
  }

  @Test
  void saysWhatItCouldNotDoWhenNobodyAnswers() {
    try (KafkaTopics away = new KafkaTopics(TestInstallation.at("no-such-host.invalid:9092"))) {
      assertThatThrownBy(() -> away.ensure(List.of()))
          .isInstanceOf(Topics.Unavailable.class)
          .hasMessageContaining("no-such-host.invalid:9092");
    }
  }

  private static void write(String topic, int records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
      }
    }
  }

  private static void readAll(Input input) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.address(),
            "group.id",
            input.group(),
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(input.topic()));
      while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {}
      consumer.commitSync();
    }
  }

  private static Map<String, String> config(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> config = new java.util.TreeMap<>();
    admin
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .get(resource)
        .entries()
        .forEach(entry -> config.put(entry.name(), entry.value()));
    return config;
  }

  private static int partitions(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }
}
