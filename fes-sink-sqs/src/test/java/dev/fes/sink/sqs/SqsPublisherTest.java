package dev.fes.sink.sqs;

import static dev.fes.sink.sqs.Events.event;
import static dev.fes.sink.sqs.Events.several;
import static dev.fes.sink.sqs.Events.sized;
import static dev.fes.sink.sqs.Queues.publisher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.sink.sqs.BatchSettings.FifoBatching;
import dev.fes.stage.Failure;
import dev.fes.stage.LetterPublisher;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Publishing over the real protocol, to a real queue server. */
class SqsPublisherTest {

  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  private static Queues queues;

  private String standard;
  private String fifo;

  @BeforeAll
  static void start() {
    queues = new Queues();
  }

  @AfterAll
  static void stop() {
    queues.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    standard = test.getTestMethod().orElseThrow().getName();
    fifo = standard + ".fifo";
  }

  @Test
  void publishesTenEventsACallWithTheirBytesAsBodies() throws Exception {
    queues.create(standard);
    Event unicode = event(9, "k", "{ \"s\":\"grüße 😀 \\u0000\", \"n\":1e400 }");
    Event traced =
        new Event(unicode.key(), unicode.value(), unicode.facts().withTraceparent("00-1-2-01"));
    List<Event> events = several(15);

    assertThat(publish(standard, events))
        .containsExactly(
            ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED,
            ACCEPTED, ACCEPTED, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT);
    assertThat(queues.take(standard))
        .extracting(Message::body)
        .containsExactlyInAnyOrderElementsOf(
            several(10).stream().map(event -> new String(event.value())).toList());
    publish(standard, List.of(traced));
    assertThat(queues.take(standard))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo("{ \"s\":\"grüße 😀 \\u0000\", \"n\":1e400 }");
              assertThat(attributes(message))
                  .isEqualTo(Map.of("fes-id", "id-9", "traceparent", "00-1-2-01"));
            });
  }

  @Test
  void sendsOneMessageOfEachGroupACall() throws Exception {
    queues.create(fifo);

    assertThat(
            publish(
                fifo,
                List.of(event(1, "a"), event(2, "b"), event(3, "a"), event(4, "c"), event(5, "b"))))
        .containsExactly(ACCEPTED, ACCEPTED, UNSENT, ACCEPTED, UNSENT);
    assertThat(queues.take(fifo))
        .extracting(message -> attribute(message, MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void fillsACallFromOneGroupWhereBatchingIsRelaxed() throws Exception {
    queues.create(fifo);

    assertThat(publisher(queues.client, fifo, FifoBatching.RELAXED).publish(several(10)).outcomes())
        .containsOnly(ACCEPTED);
    assertThat(queues.take(fifo))
        .extracting(Message::body)
        .containsExactlyElementsOf(
            several(10).stream().map(event -> new String(event.value())).toList());
  }

  @Test
  void putsAnEventThatIsSentTwiceIntoAFifoQueueOnce() throws Exception {
    queues.create(fifo);

    assertThat(publish(fifo, List.of(event(1, "a")))).containsExactly(ACCEPTED);
    assertThat(publish(fifo, List.of(event(1, "a")))).containsExactly(ACCEPTED);

    assertThat(queues.take(fifo))
        .singleElement()
        .satisfies(
            message ->
                assertThat(attribute(message, MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID))
                    .isEqualTo(Hash.of("shop/orders/orders-1a2b3c", "id-1"))
                    .hasSize(64));
  }

  @Test
  void publishesALongOrForeignKeyUnderItsHash() throws Exception {
    queues.create(fifo);

    publish(
        fifo,
        List.of(event(1, "Kunde Müller"), event(2, "x".repeat(129)), event(3, "x".repeat(128))));

    assertThat(queues.take(fifo))
        .extracting(message -> attribute(message, MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .containsExactlyInAnyOrder(
            MessageGroup.of("Kunde Müller".getBytes()),
            MessageGroup.of("x".repeat(129).getBytes()),
            "x".repeat(128));
  }

  @Test
  void waitsForAQueueThatDoesNotExistAndSaysWhich() throws Exception {
    Publisher publisher = publisher(queues.client, standard, FifoBatching.STRICT);

    assertThat(publisher.publish(several(2)).outcomes())
        .allSatisfy(
            outcome ->
                assertThat(failureOf(outcome))
                    .isEqualTo(
                        Failure.misconfigured(
                            "queue-missing",
                            "SQS queue waitsForAQueueThatDoesNotExistAndSaysWhich does not exist in region eu-central-1 of the"
                                + " account whose credentials this stage has: create it, or correct queueName")));
    queues.create(standard);
    assertThat(publisher.publish(several(2)).outcomes()).containsOnly(ACCEPTED);
  }

  @Test
  void findsAQueueAgainThatWasDeletedAndMadeAnew() throws Exception {
    queues.create(standard);
    Publisher publisher = publisher(queues.client, standard, FifoBatching.STRICT);
    publisher.publish(several(1));
    queues.delete(standard);

    assertThat(failureOf(publisher.publish(several(1)).outcomes().getFirst()).reason())
        .isEqualTo("queue-missing");
    queues.create(standard);
    assertThat(publisher.publish(several(1)).outcomes()).containsOnly(ACCEPTED);
  }

  @Test
  void publishesToTheAddressThatTheSinkGives() throws Exception {
    QueueTarget target =
        new QueueTarget("another-name", URI.create(queues.create(standard)), false);

    assertThat(publisher(queues.client, target, FifoBatching.STRICT).publish(several(1)).outcomes())
        .containsOnly(ACCEPTED);
    assertThat(queues.take(standard)).hasSize(1);
  }

  @Test
  void fillsAMessageToTheLastByteAndRefusesOneMoreUnsent() throws Exception {
    queues.create(standard);

    List<Outcome> outcomes = publish(standard, List.of(sized(1, 1_048_577), sized(2, 1_048_576)));

    assertThat(failureOf(outcomes.getFirst()).message()).contains("1048577", "1048576");
    assertThat(outcomes.getLast()).isEqualTo(ACCEPTED);
  }

  @Test
  void boundsACallByBytes() throws Exception {
    queues.create(standard);

    assertThat(publish(standard, List.of(sized(1, 600_000), sized(2, 448_576), sized(3, 1_000))))
        .containsExactly(ACCEPTED, ACCEPTED, UNSENT);
    assertThat(publish(standard, List.of(sized(1, 600_000), sized(2, 448_577), sized(3, 1_000))))
        .containsExactly(ACCEPTED, UNSENT, UNSENT);
  }

  @Test
  void refusesTextThatSqsDoesNotTake() throws Exception {
    queues.create(standard);

    List<Outcome> outcomes =
        publish(
            standard,
            List.of(
                event(1, "a", "\"\uFFFF\""),
                event(2, "a", "{\u0001}"),
                event(3, "a", ""),
                event(4, "a")));

    assertThat(outcomes.subList(0, 3))
        .extracting(outcome -> failureOf(outcome).message())
        .containsExactly(
            "the message has the character U+FFFF, which SQS does not take: keep it out of the payload",
            "the message has the character U+0001, which SQS does not take: keep it out of the payload",
            "the message is empty: keep it out of the payload");
    assertThat(outcomes.getLast()).isEqualTo(ACCEPTED);
  }

  @Test
  void letsNothingOvertakeARefusedEventOfItsGroup() throws Exception {
    queues.create(fifo);

    assertThat(
            publisher(queues.client, fifo, FifoBatching.RELAXED)
                .publish(List.of(event(1, "a"), event(2, "a", ""), event(3, "a"), event(4, "b")))
                .outcomes())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(ACCEPTED),
            refused -> assertThat(refused).isInstanceOf(Outcome.Refused.class),
            after -> assertThat(after).isEqualTo(UNSENT),
            other -> assertThat(other).isEqualTo(ACCEPTED));
  }

  @Test
  void sendsADeadLetterWithItsOwnBytesAndItsFailureInAttributes() throws Exception {
    queues.create(standard);

    publish(
        standard,
        List.of(event(1, "a", "{\"broken").withFault(new Fault("flow", "it is\u0001bad", 3))));

    assertThat(queues.take(standard))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.body()).isEqualTo("{\"broken");
              assertThat(attributes(letter))
                  .isEqualTo(
                      Map.of(
                          "fes-id", "id-1",
                          "fes-stream", "orders-1a2b3c",
                          "fes-position", "0/1",
                          "fes-stage", "flow",
                          "fes-error", "it is?bad",
                          "fes-attempts", "3"));
            });
  }

  @Test
  void sendsADeadLetterThatSqsWouldRefuseAsAnEnvelopeWithoutPayload() throws Exception {
    queues.create(standard);
    Fault fault = new Fault("sink", "too \"large\"", 1);

    List<Outcome> outcomes =
        LetterPublisher.asTheyAre(
                publisher(queues.client, standard, FifoBatching.STRICT), "orders-1a2b3c")
            .publish(
                List.of(
                    sized(1, 1_048_500).withFault(fault),
                    event(2, "a", new byte[] {(byte) 0xff}).withFault(fault)))
            .outcomes();

    assertThat(outcomes).containsOnly(ACCEPTED);
    assertThat(queues.take(standard))
        .allSatisfy(
            letter ->
                assertThat(letter.body())
                    .startsWith("{\"metadata\":{\"eid\":\"")
                    .contains(
                        "\"stream\":\"orders-1a2b3c\"",
                        "\"error\":\"too \\\"large\\\"\",\"attempts\":1}")
                    .doesNotContain("payload"));
  }

  private static List<Outcome> publish(String queue, List<Event> events)
      throws InterruptedException {
    return publisher(queues.client, queue, FifoBatching.STRICT).publish(events).outcomes();
  }

  private static Failure failureOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(Failure failure) -> failure;
      case Outcome.Failed(Failure failure) -> failure;
      case Outcome.Accepted _, Outcome.Unsent _ -> throw new AssertionError(outcome);
    };
  }

  private static Map<String, String> attributes(Message message) {
    return message.messageAttributes().entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, attribute -> attribute.getValue().stringValue()));
  }

  private static String attribute(Message message, MessageSystemAttributeName name) {
    return message.attributes().get(name);
  }
}
