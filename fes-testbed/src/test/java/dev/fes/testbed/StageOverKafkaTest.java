package dev.fes.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import dev.fes.stage.Restart;
import dev.fes.stage.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A whole sink stage between a real broker and a target that a test holds in its hand. */
@Execution(ExecutionMode.CONCURRENT)
class StageOverKafkaTest {

  private static final KafkaBroker BROKER = KafkaBroker.open();
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final HeldTarget target = new HeldTarget();
  private String topic = "";
  private ConfigurableApplicationContext stage = null;

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @BeforeEach
  void startStage() throws Exception {
    topic = "orders-" + RUNS.getAndIncrement();
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    stage = start();
  }

  @AfterEach
  void stopStage() {
    stage.close();
  }

  @Test
  void publishesInOrderAndConfirmsWhatIsDurable() throws Exception {
    send("a", "b", "c");
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "b", "c"));
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(3));
  }

  @Test
  void beginsAgainAtTheFirstUnconfirmedEvent() throws Exception {
    target.hold("c");
    send("a", "b", "c", "d");
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(2));
    stage.close();
    target.release();
    stage = start();
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "b", "c", "d"));
  }

  @Test
  void aStoppedInputBindingGivesItsEventsUpAndComesBackToThem() throws Exception {
    target.hold("b");
    send("a", "b");
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a"));
    BindingsLifecycleController bindings = stage.getBean(BindingsLifecycleController.class);
    bindings.stop("input");
    await().untilAsserted(() -> assertThat(report()).contains("\"state\":\"Paused\""));
    target.release();
    bindings.start("input");
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "b"));
  }

  @Test
  void aBadEventGoesToTheDeadLettersWithItsFailure() throws Exception {
    target.refuse("b");
    send("a", "b", "c");
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "c"));
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(3));
    assertThat(endOffset(topic + "-dead")).isEqualTo(1);
  }

  @Test
  void outputsAreBindingsThatCanBeSeen() {
    BindingsLifecycleController bindings = stage.getBean(BindingsLifecycleController.class);
    assertThat(bindings.queryState("input")).hasSize(1);
    assertThat(bindings.queryState("dead-letters"))
        .hasSize(1)
        .allMatch(binding -> binding.isRunning());
  }

  @Test
  void nobodyButTheControllerMeasuresTheLag() {
    MeterRegistry meters = stage.getBean(MeterRegistry.class);
    assertThat(meters.find("spring.cloud.stream.binder.kafka.offset").meters()).isEmpty();
  }

  @Test
  void aStageThatStartsWhileKafkaIsAwayHasItsBindingsAndDoesItsWorkLater() throws Exception {
    stage.close();
    try (FaultyProxy away = FaultyProxy.to("127.0.0.1", BROKER.port())) {
      away.mode(FaultyProxy.Mode.REFUSE);
      stage = start("127.0.0.1:" + away.port());
      BindingsLifecycleController bindings = stage.getBean(BindingsLifecycleController.class);
      assertThat(actuator("bindings/input")).contains("\"bindingName\":\"input\"");
      assertThat(bindings.queryState("dead-letters")).hasSize(1);
      assertThat(report())
          .contains("\"state\":\"Retrying\"")
          .contains("there is no connection to Kafka since the start");
      away.mode(FaultyProxy.Mode.PASS);
      target.refuse("b");
      send("a", "b", "c");
      await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "c"));
      await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(3));
      bindings.stop("input");
      await().untilAsserted(() -> assertThat(report()).contains("\"state\":\"Paused\""));
      send("d");
      bindings.start("input");
      await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "c", "d"));
    }
  }

  @Test
  void recordsDeletedBeforeTheyWereConfirmedAreAGapAndNotSkipped() throws Exception {
    target.hold("b");
    send("a", "b", "c", "d");
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(1));
    stage.close();
    target.release();
    deleteBefore(3);
    stage = start();
    await()
        .untilAsserted(
            () -> assertThat(report()).contains("\"state\":\"Failed\"", "records 1 to 2"));
    assertThat(target.published).containsExactly("a");
  }

  @Test
  void recordsDeletedUnderARunningStageAreAGapAndNotSkipped() throws Exception {
    target.hold("a");
    send("a");
    await().until(target::isHolding);
    send("b"); // may be fetched already
    send("c", "d");
    deleteBefore(3);
    target.release();
    await()
        .untilAsserted(
            () -> assertThat(report()).contains("\"state\":\"Failed\"", "\"reason\":\"gap\""));
    assertThat(target.published).doesNotContain("d");
    assertThat(confirmedOffset()).isLessThan(3);
  }

  @Test
  void aStageThatBeginsAgainFindsNoGap() throws Exception {
    target.hold("b");
    send("a", "b", "c");
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(1));
    deleteBefore(1);
    stage.getBean(Restart.class).request(Failure.transientFailure("unexpected", "for a test"));
    target.release();
    send("d");
    await()
        .untilAsserted(() -> assertThat(target.published).startsWith("a").endsWith("b", "c", "d"));
    assertThat(report()).contains("\"state\":\"Running\"");
  }

  @Test
  void marksOfTransactionsAreNoGap() throws Exception {
    sendInTransactions("a", "b", "c");
    await().untilAsserted(() -> assertThat(target.published).containsExactly("a", "b", "c"));
    await().untilAsserted(() -> assertThat(confirmedOffset()).isEqualTo(5));
    deleteBefore(5);
    sendInTransactions("d");
    await().untilAsserted(() -> assertThat(target.published).endsWith("c", "d"));
    assertThat(report()).contains("\"state\":\"Running\"");
  }

  private String report() throws IOException, InterruptedException {
    return actuator("stage");
  }

  private String actuator(String endpoint) throws IOException, InterruptedException {
    String port = stage.getEnvironment().getRequiredProperty("local.server.port");
    URI address = URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private ConfigurableApplicationContext start() {
    return start(BROKER.bootstrapServers());
  }

  private ConfigurableApplicationContext start(String brokers) {
    SpringApplication application = Stage.of(SinkUnderTest.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("target", target));
    return application.run(
        "--server.port=0",
        "--fes.stage.name=sink",
        "--fes.stage.recovery=DeadLetter",
        "--spring.cloud.stream.kafka.binder.brokers=" + brokers,
        "--spring.cloud.stream.kafka.binder.configuration.default.api.timeout.ms=2000",
        "--spring.cloud.stream.kafka.binder.configuration.request.timeout.ms=1000",
        "--spring.cloud.stream.bindings.input.destination=" + topic,
        "--spring.cloud.stream.bindings.input.group=" + topic + ".sink",
        "--spring.cloud.stream.bindings.dead-letters.destination=" + topic + "-dead");
  }

  private void send(String... ids) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", BROKER.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String id : ids) {
        producer.send(new ProducerRecord<>(topic, id.getBytes(UTF_8))).get();
      }
    }
  }

  private void sendInTransactions(String... ids) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", BROKER.bootstrapServers(), "transactional.id", topic);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (String id : ids) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, id.getBytes(UTF_8)));
        producer.commitTransaction();
      }
    }
  }

  private long confirmedOffset() throws Exception {
    try (Admin admin = admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(topic + ".sink")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition(topic));
      return offset == null ? 0 : offset.offset();
    }
  }

  private long endOffset(String of) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return admin
          .listOffsets(Map.of(partition(of), org.apache.kafka.clients.admin.OffsetSpec.latest()))
          .partitionResult(partition(of))
          .get()
          .offset();
    }
  }

  private void deleteBefore(long offset) throws Exception {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(
                  partition(topic),
                  org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private static org.apache.kafka.common.TopicPartition partition(String of) {
    return new org.apache.kafka.common.TopicPartition(of, 0);
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
  }

  @SpringBootApplication
  static class SinkUnderTest {
    @Bean
    Publisher publisher(HeldTarget target) {
      return target;
    }
  }

  /**
   * Accepts events until one that is held: that one waits, as a target does that does not answer.
   */
  static final class HeldTarget implements Publisher {

    final List<String> published = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile String held = "";
    private final Semaphore released = new Semaphore(0);

    void hold(String id) {
      held = id;
    }

    boolean isHolding() {
      return released.hasQueuedThreads();
    }

    void refuse(String id) {
      refused.add(id);
    }

    void release() {
      held = "";
      released.release();
    }

    @Override
    public int batchSize() {
      return 1;
    }

    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public boolean unordered() {
      return false;
    }

    @Override
    public BatchResult publish(List<Event> batch) throws InterruptedException {
      String id = new String(batch.getFirst().value(), UTF_8);
      if (id.equals(held)) {
        released.acquire();
      }
      if (refused.contains(id)) {
        return new BatchResult(
            List.of(new Outcome.Refused(Failure.badEvent("refused", id + " is refused"))));
      }
      published.add(id);
      return BatchResult.accepted(1);
    }
  }
}
