package dev.fes.controller.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The topics of one event stream on a real broker, and letters as its stages write them. */
final class LetterTopic {

  private final LetterClients clients;
  private final Admin admin;
  final LetterBox box;

  LetterTopic(String address, String stem) throws Exception {
    this.clients = LetterClients.of(installation(address));
    this.admin = clients.admin();
    this.box =
        new LetterBox(
            new ResourceKey("default", stem),
            "orders",
            stem + ".dead-letters",
            Map.of(
                Role.FLOW, new Input(stem + ".changes", stem + ".flow"),
                Role.SINK, new Input(stem + ".events", stem + ".sink")));
    create(box.topic(), stem + ".changes", stem + ".events");
  }

  static Installation installation(String address) {
    return TestInstallation.at(address);
  }

  void create(String... names) throws Exception {
    admin
        .createTopics(
            List.of(names).stream()
                .map(
                    name ->
                        new NewTopic(name, Optional.of(1), Optional.empty())
                            .configs(Map.of("max.message.bytes", "33554432")))
                .toList())
        .all()
        .get();
  }

  void remake() throws Exception {
    admin.deleteTopics(List.of(box.topic())).all().get();
    while (admin.listTopics().names().get().contains(box.topic())) {
      Thread.onSpinWait();
    }
    create(box.topic());
  }

  /**
   * The first one alone: a broker that is not quite the leader of a new topic yet refuses it, and
   * would take the next batch as this producer's first.
   */
  void write(int letters, String stage) throws Exception {
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int n = 0; n < letters; n++) {
        sent.add(producer.send(letter("id-" + n, stage, ("{\"n\":" + n + "}").getBytes(UTF_8))));
        sent.getFirst().get();
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  void write(String id, String stage, byte[] payload) throws Exception {
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      producer.send(letter(id, stage, payload)).get();
    }
  }

  private ProducerRecord<byte[], byte[]> letter(String id, String stage, byte[] payload) {
    var letter = new ProducerRecord<>(box.topic(), "key".getBytes(UTF_8), payload);
    Map<String, String> headers = new HashMap<>();
    headers.put("fes-id", id);
    headers.put("fes-position", "0/1");
    headers.put("fes-op", "INSERT");
    headers.put("fes-fault", "no JSON");
    headers.put("fes-fault-stage", stage);
    headers.put("fes-fault-attempts", "2");
    headers.forEach((name, value) -> letter.headers().add(name, value.getBytes(UTF_8)));
    return letter;
  }

  /** All that is in the input of a stage. */
  List<ConsumerRecord<byte[], byte[]>> input(Role role) {
    TopicPartition partition = new TopicPartition(box.inputs().get(role).topic(), 0);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (var consumer = clients.consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  /** The stage has passed on all that is in its input. */
  void confirm(Role role) throws Exception {
    Input input = box.inputs().get(role);
    admin
        .alterConsumerGroupOffsets(
            input.group(),
            Map.of(new TopicPartition(input.topic(), 0), new OffsetAndMetadata(input(role).size())))
        .all()
        .get();
  }

  static String header(ConsumerRecord<byte[], byte[]> found, String name) {
    var header = found.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
