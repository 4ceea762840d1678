package dev.fes.controller.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.EmbeddedBroker;
import dev.fes.controller.deploy.KafkaTopics;
import dev.fes.controller.letters.Page.Query;
import dev.fes.controller.plan.Role;
import dev.fes.controller.reconcile.Leadership;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static final byte[] NOTHING = {};
  private static EmbeddedBroker broker;
  private static int stems;

  private LetterTopic topic;
  private DeadLetters letters;

  @BeforeAll
  static void open() {
    broker = EmbeddedBroker.shared();
    try (KafkaTopics topics = new KafkaTopics(LetterTopic.installation(broker.address()))) {
      topics.ensure(List.of());
    }
  }

  @BeforeEach
  void make() throws Exception {
    topic = new LetterTopic(broker.address(), "fes.default.letters-" + stems++);
    letters = controller();
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void areListedPageByPageWithoutTheirPayload() throws Exception {
    topic.write(5, "sink");

    Page first = list(-1, 2, null);
    Page last = list(3, 2, null);

    assertThat(first.letters()).extracting(Letter::offset).containsExactly(0L, 1L);
    assertThat(first.letters()).extracting(Letter::payload).containsOnlyNulls();
    assertThat(first.letters().getFirst())
        .extracting(Letter::id, Letter::stage, Letter::error, Letter::attempts, Letter::size)
        .containsExactly("id-0", "sink", "no JSON", 2, 7);
    assertThat(first.next()).isEqualTo(1);
    assertThat(last.letters()).extracting(Letter::offset).containsExactly(4L);
    assertThat(last.next()).isNull();
  }

  @Test
  void areReadOneByOneWithAllOfTheirPayload() throws Exception {
    byte[] large = "x".repeat(3_000_000).getBytes(UTF_8);
    topic.write("large", "sink", large);
    topic.write("binary", "sink", new byte[] {(byte) 0xff, 0});

    assertThat(letters.read(topic.box, 0))
        .get()
        .extracting(Letter::payload)
        .isEqualTo("x".repeat(3_000_000));
    assertThat(letters.read(topic.box, 1))
        .get()
        .extracting(Letter::payload, Letter::base64)
        .containsExactly("/wA=", true);
    assertThat(letters.read(topic.box, 2)).isEmpty();
    assertThat(letters.list(topic.box, new Query(-1, 10, null, true)).letters())
        .extracting(Letter::payload)
        .containsExactly(null, "/wA=");
  }

  @Test
  void aStreamWithoutLettersHasNone() throws Exception {
    assertThat(list(-1, 10, null)).isEqualTo(new Page(List.of(), null, null));
    assertThat(letters.start(topic.box, order(LetterAction.REPLAY, null)))
        .isInstanceOf(OrderResult.Missing.class);
  }

  @Test
  void areReplayedInTheirOrderToTheStageThatCouldNotTakeThem() throws Exception {
    topic.write(300, "sink");
    topic.write("of-flow", "flow", "{}".getBytes(UTF_8));

    finished(order(LetterAction.REPLAY, null));

    List<ConsumerRecord<byte[], byte[]>> events = topic.input(Role.SINK);
    assertThat(ids(events)).isEqualTo(numbered(300));
    ConsumerRecord<byte[], byte[]> event = events.get(7);
    assertThat(new String(event.value(), UTF_8)).isEqualTo("{\"n\":7}");
    assertThat(new String(event.key(), UTF_8)).isEqualTo("key");
    assertThat(LetterTopic.header(event, "fes-replay")).isEqualTo("7");
    assertThat(LetterTopic.header(event, "fes-replay-attempts")).isEqualTo("2");
    assertThat(LetterTopic.header(event, "fes-fault")).isEmpty();
    assertThat(ids(topic.input(Role.FLOW))).containsExactly("of-flow");
    assertThat(list(-1, 10, LetterState.KEPT).letters()).isEmpty();
    assertThat(waiting().kept()).isZero();
  }

  @Test
  void oneThatComesBehindTheFlowWaitsForWhatTheFlowHasToPassOn() throws Exception {
    topic.confirm(Role.FLOW);
    topic.write("first", "flow", "{}".getBytes(UTF_8));
    topic.write("second", "sink", "{}".getBytes(UTF_8));

    assertThat(letters.start(topic.box, order(LetterAction.REPLAY, null)))
        .isInstanceOf(OrderResult.Begun.class);
    await()
        .until(
            () -> job().error(),
            "letter 1 waits until the flow has passed on those before it"::equals);
    assertThat(ids(topic.input(Role.FLOW))).containsExactly("first");
    assertThat(topic.input(Role.SINK)).isEmpty();

    topic.confirm(Role.FLOW);
    await().atMost(Duration.ofSeconds(30)).until(() -> job().state().equals("done"));
    assertThat(ids(topic.input(Role.SINK))).containsExactly("second");
    assertThat(ids(topic.input(Role.FLOW))).containsExactly("first");
  }

  @Test
  void onlyThoseThatAreNamedAreReplayed() throws Exception {
    topic.write(6, "sink");

    Job.View job = finished(order(LetterAction.REPLAY, List.of(4L, 1L)));

    assertThat(job)
        .extracting(Job.View::total, Job.View::done, Job.View::failed)
        .containsExactly(2L, 2L, 0L);
    assertThat(ids(topic.input(Role.SINK))).containsExactly("id-1", "id-4");
    assertThat(list(-1, 10, LetterState.REPLAYED).letters())
        .extracting(Letter::offset)
        .containsExactly(1L, 4L);
    assertThat(letters.start(topic.box, order(LetterAction.DISCARD, List.of(4L))))
        .isEqualTo(new OrderResult.Settled(4, LetterState.REPLAYED));
    assertThat(letters.start(topic.box, order(LetterAction.DISCARD, List.of(6L))))
        .isEqualTo(new OrderResult.Missing(6));
  }

  @Test
  void whatCannotBeReplayedIsKeptAndTheRestGoesOn() throws Exception {
    topic.write("stripped", "sink", NOTHING);
    topic.write("foreign", "input", "{}".getBytes(UTF_8));
    topic.write("good", "sink", "{}".getBytes(UTF_8));

    Job.View job = finished(order(LetterAction.REPLAY, null));

    assertThat(job)
        .extracting(Job.View::total, Job.View::done, Job.View::failed)
        .containsExactly(3L, 1L, 2L);
    assertThat(job.error()).startsWith("letter 1: ").contains("\"input\"");
    assertThat(ids(topic.input(Role.SINK))).containsExactly("good");
    assertThat(waiting().kept()).isEqualTo(2);
  }

  @Test
  void whatASourceCouldNotRenderTravelsAsThatAgain() throws Exception {
    topic.write("faulty", "source", NOTHING);

    finished(order(LetterAction.REPLAY, null));

    ConsumerRecord<byte[], byte[]> change = topic.input(Role.FLOW).getFirst();
    assertThat(LetterTopic.header(change, "fes-fault")).isEqualTo("no JSON");
    assertThat(LetterTopic.header(change, "fes-replay")).isEqualTo("0");
  }

  @Test
  void theDiscardedAreNotReplayed() throws Exception {
    topic.write(5, "sink");

    finished(order(LetterAction.DISCARD, List.of(0L, 3L)));
    finished(order(LetterAction.REPLAY, null));

    assertThat(ids(topic.input(Role.SINK))).containsExactly("id-1", "id-2", "id-4");
    assertThat(list(-1, 10, LetterState.DISCARDED).letters())
        .extracting(Letter::offset)
        .containsExactly(0L, 3L);
  }

  @Test
  void aControllerThatEndsLeavesItsReplayToTheNextOneAndNothingIsLostOrOvertaken()
      throws Exception {
    topic.write(20_000, "sink");
    assertThat(letters.start(topic.box, order(LetterAction.REPLAY, null)))
        .isInstanceOf(OrderResult.Begun.class);
    await().until(() -> job().done() > 500);
    assertThat(letters.start(topic.box, order(LetterAction.REPLAY, null)))
        .isInstanceOf(OrderResult.Busy.class);
    letters.close();

    letters = controller();
    letters.look();

    assertThat(job().total()).isEqualTo(20_000);
    await().atMost(Duration.ofSeconds(30)).until(() -> job().state().equals("done"));
    assertThat(job().done()).isEqualTo(20_000);
    Map<String, Integer> lastCopies = new LinkedHashMap<>();
    List<String> ids = ids(topic.input(Role.SINK));
    for (int i = 0; i < ids.size(); i++) {
      lastCopies.remove(ids.get(i));
      lastCopies.put(ids.get(i), i);
    }
    assertThat(List.copyOf(lastCopies.keySet())).isEqualTo(numbered(20_000));
    assertThat(new LinkedHashSet<>(ids)).hasSize(20_000);
  }

  @Test
  void whatIsKnownOfLettersOutlivesTheControllerAndGoesWithTheirTopic() throws Exception {
    topic.write(4, "sink");
    finished(order(LetterAction.DISCARD, List.of(1L)));
    letters.close();

    letters = controller();
    assertThat(list(-1, 10, LetterState.KEPT).letters()).hasSize(3);
    topic.remake();
    topic.write(2, "sink");

    assertThat(list(-1, 10, LetterState.KEPT).letters()).hasSize(2);
    assertThat(list(-1, 10, null).job()).isNull();
  }

  private DeadLetters controller() {
    return new DeadLetters(
        LetterTopic.installation(broker.address()), () -> List.of(topic.box), Leadership.alone());
  }

  private Page list(long after, int limit, @Nullable LetterState state) {
    return letters.list(topic.box, new Query(after, limit, state, false));
  }

  private Order order(LetterAction action, @Nullable List<Long> offsets) {
    return new Order(action, topic.box.key(), topic.box.stream(), offsets, "operator");
  }

  private Job.View finished(Order order) {
    assertThat(letters.start(topic.box, order)).isInstanceOf(OrderResult.Begun.class);
    await().atMost(Duration.ofSeconds(30)).until(() -> job().state().equals("done"));
    return job();
  }

  private Job.View job() {
    return list(Long.MAX_VALUE - 1, 1, null).job();
  }

  private Waiting waiting() {
    letters.look();
    return letters.waiting(topic.box);
  }

  private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(found -> LetterTopic.header(found, "fes-id")).toList();
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(n -> "id-" + n).toList();
  }
}
