package dev.fes.sink.sqs;

import static dev.fes.sink.sqs.Events.several;
import static dev.fes.sink.sqs.SqsStub.accepted;
import static dev.fes.sink.sqs.SqsStub.answer;
import static dev.fes.sink.sqs.SqsStub.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.sink.sqs.BatchSettings.FifoBatching;
import dev.fes.stage.Failure;
import dev.fes.stage.LetterPublisher;
import dev.fes.stage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsFailureTest {

  private static final List<Event> EVENTS = several(5);
  private static final QueueTarget ORDERS =
      new QueueTarget("orders", URI.create("http://127.0.0.1/000000000000/orders"), false);

  private final SqsStub sqs = new SqsStub();
  private final SqsClient client = Queues.client(sqs.uri(), Duration.ofMillis(900));

  SqsFailureTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    sqs.close();
  }

  @Test
  void tellsWhatBecameOfEachEntry() throws Exception {
    sqs.answers(
        200,
        answer(
            List.of(accepted(0, EVENTS.get(0)), accepted(3, EVENTS.get(3))),
            List.of(failed(1, "InternalError", false), failed(2, "InvalidMessageContents", true))));

    assertThat(kindsOf(publish(5)))
        .containsExactly("ACCEPTED", "TRANSIENT", "BAD_EVENT", "ACCEPTED", "TRANSIENT");
    assertThat(sqs.calls).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "InternalFailure, false, TRANSIENT",
    "RequestThrottled, true, TRANSIENT",
    "AccessDenied, true, MISCONFIGURED",
    "MissingParameter, true, MISCONFIGURED",
    "KMS.AccessDeniedException, true, MISCONFIGURED",
    "InvalidMessageContents, true, BAD_EVENT",
    "InvalidParameterValue, true, BAD_EVENT",
    "InvalidAttributeValue, true, BAD_EVENT",
    "InvalidParameterValue, false, TRANSIENT",
    "KMS.DisabledException, true, MISCONFIGURED",
    "KMS.DisabledException, false, MISCONFIGURED",
    "KMS.ThrottlingException, true, TRANSIENT",
    "KMS.InternalException, false, TRANSIENT",
    "SomethingNew, true, MISCONFIGURED",
    "SomethingNew, false, TRANSIENT"
  })
  void judgesAnEntryByItsCode(String code, boolean senderFault, String kind) throws Exception {
    sqs.answers(200, answer(List.of(), List.of(failed(0, code, senderFault))));

    assertThat(kindsOf(publish(1))).containsExactly(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "400, QueueDoesNotExist, MISCONFIGURED, queue-missing",
    "400, AWS.SimpleQueueService.NonExistentQueue, MISCONFIGURED, queue-missing",
    "403, AccessDenied, MISCONFIGURED, access-denied",
    "403, InvalidClientTokenId, MISCONFIGURED, credentials-refused",
    "403, ExpiredToken, TRANSIENT, credentials-expired",
    "400, RequestThrottled, TRANSIENT, throttled",
    "400, UnsupportedOperation, MISCONFIGURED, queue-kind",
    "500, InternalFailure, TRANSIENT, sqs-error",
    "503, ServiceUnavailable, TRANSIENT, sqs-error"
  })
  void judgesACallByItsCode(int status, String code, String kind, String reason) throws Exception {
    sqs.refusesWith(status, code);

    assertThat(publish(2))
        .allSatisfy(
            outcome -> {
              assertThat(failureOf(outcome).kind()).hasToString(kind);
              assertThat(failureOf(outcome).reason()).isEqualTo(reason);
            });
    assertThat(sqs.calls).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "KmsDisabled, KMS.DisabledException, key-unusable, mend the key",
    "KmsNotFound, KMS.NotFoundException, key-unusable, mend the key",
    "KmsInvalidState, KMS.InvalidStateException, key-unusable, mend the key",
    "KmsInvalidKeyUsage, KMS.InvalidKeyUsageException, key-unusable, mend the key",
    "KmsOptInRequired, KMS.OptInRequired, key-unusable, mend the key",
    "KmsAnythingElse, KMS.AnythingElseException, key-unusable, mend the key",
    "KmsAccessDenied, KMS.AccessDeniedException, access-denied, allow kms:GenerateDataKey"
  })
  void blamesNoEventForTheKeyOfTheQueue(String code, String olderCode, String reason, String mend)
      throws Exception {
    sqs.refusesWith(400, code, olderCode);
    sqs.refusesWith(400, code);

    for (String told : List.of(olderCode, code)) {
      assertThat(failureOf(publish(2).getFirst()))
          .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MISCONFIGURED))
          .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason))
          .satisfies(failure -> assertThat(failure.message()).contains(told, mend));
    }
  }

  @ParameterizedTest
  @CsvSource({"KmsThrottled, KMS.ThrottlingException", "RequestThrottled, RequestThrottled"})
  void waitsWhereTheQueueOrItsKeyIsCalledTooOften(String code, String olderCode) throws Exception {
    sqs.refusesWith(400, code, olderCode);

    assertThat(failureOf(publish(1).getFirst()))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.TRANSIENT))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo("throttled"));
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidSignatureException, credentials-refused",
    "400, IncompleteSignature, credentials-refused",
    "403, MissingAuthenticationToken, credentials-refused",
    "403, OptInRequired, credentials-refused",
    "400, RequestExpired, credentials-refused",
    "400, NotAuthorized, access-denied",
    "404, UnknownOperationException, wrong-endpoint",
    "400, InvalidAction, wrong-endpoint",
    "400, InvalidAddress, queue-address"
  })
  void blamesNoEventForClockCredentialsOrEndpoint(int status, String code, String reason)
      throws Exception {
    sqs.refusesWith(status, code);

    assertThat(publish(2))
        .hasSize(2)
        .allSatisfy(
            outcome -> {
              assertThat(failureOf(outcome).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
              assertThat(failureOf(outcome).reason()).isEqualTo(reason);
              assertThat(failureOf(outcome).message()).contains(code, "words");
            });
    assertThat(sqs.calls).hasSize(1);
  }

  @Test
  void blamesNoEventForACodeThatItDoesNotKnowAndNamesTheCode() throws Exception {
    sqs.refusesWith(400, "SomethingNew");

    assertThat(publish(2))
        .containsOnly(
            new Outcome.Failed(
                Failure.misconfigured(
                    "call-refused",
                    "SQS queue orders refuses the call for nothing that is known to be the event's"
                        + " fault (SomethingNew: words): look the code up and mend the set-up")));
    assertThat(sqs.calls).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429})
  void waitsWhereTheStatusPassesWhateverTheCode(int status) throws Exception {
    sqs.refusesWith(status, "SomethingNew");

    assertThat(kindsOf(publish(1))).containsExactly("TRANSIENT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidMessageContents",
        "InvalidParameterValue",
        "InvalidAttributeValue",
        "BatchRequestTooLong"
      })
  void blamesAnEventForWhatCanBeItsOwnFault(String code) throws Exception {
    sqs.refusesWith(400, code, "AWS.SimpleQueueService." + code);

    assertThat(publish(1)).singleElement().isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void blamesNoEventForTheAddressOfTheQueue() throws Exception {
    sqs.refusesBecause(400, "InvalidParameterValue", "Value for parameter QueueUrl is invalid.");

    assertThat(failureOf(publish(2).getFirst()).message()).contains("correct queueUrl");
    assertThat(sqs.calls).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"InvalidParameterValue", "InvalidMessageContents", "InvalidAttributeValue"})
  void blamesNoEventWhereTheQueueIsNotFoundByItsName(String code) throws Exception {
    sqs.refusesWith(400, code);

    assertThat(publish(client, new QueueTarget("or ders", null, false), 2))
        .hasSize(2)
        .allSatisfy(
            outcome -> {
              assertThat(outcome).isInstanceOf(Outcome.Failed.class);
              assertThat(failureOf(outcome).kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
              assertThat(failureOf(outcome).reason()).isEqualTo("queue-address");
              assertThat(failureOf(outcome).message()).contains("words", "correct queueName");
            });
    assertThat(sqs.calls).hasSize(1);
  }

  @Test
  void waitsWhereTheQueueCannotBeLookedUpForNow() throws Exception {
    sqs.refusesWith(503, "ServiceUnavailable");

    assertThat(kindsOf(publish(client, new QueueTarget("orders", null, false), 1)))
        .containsExactly("TRANSIENT");
  }

  @ParameterizedTest
  @CsvSource({
    "200, TRANSIENT",
    "404, MISCONFIGURED",
    "403, MISCONFIGURED",
    "429, TRANSIENT",
    "502, TRANSIENT",
    "503, TRANSIENT"
  })
  void takesNoPageOfAProxyForAVerdict(int status, String kind) throws Exception {
    sqs.answers(status, "<html>not SQS</html>");

    assertThat(kindsOf(publish(2))).containsExactly(kind, kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "{\"Successful\":[]}"})
  void acceptsNothingThatSqsDoesNotName(String body) throws Exception {
    sqs.answers(200, body);

    assertThat(kindsOf(publish(2))).containsExactly("TRANSIENT", "TRANSIENT");
  }

  @Test
  void findsTheEntryThatSqsRefusesAWholeCallFor() throws Exception {
    sqs.refusesWith(400, "InvalidMessageContents");
    sqs.answers(200, answer(List.of(accepted(0, EVENTS.get(0))), List.of()));
    sqs.refusesWith(400, "InvalidMessageContents");

    assertThat(kindsOf(publish(3))).containsExactly("ACCEPTED", "BAD_EVENT", "UNSENT");
  }

  @Test
  void sendsALetterThatSqsItselfRefusesWithoutItsPayload() throws Exception {
    Event letter = EVENTS.getFirst().withFault(new Fault("flow", "is bad", 1));
    sqs.answers(200, answer(List.of(), List.of(failed(0, "InvalidParameterValue", true))));
    sqs.answers(200, answer(List.of(), List.of(failed(0, "InvalidParameterValue", true))));

    List<Outcome> outcomes =
        LetterPublisher.asTheyAre(
                Queues.publisher(client, ORDERS, FifoBatching.STRICT), "orders-1a2b3c")
            .publish(List.of(letter))
            .outcomes();

    assertThat(kindsOf(outcomes)).containsExactly("BAD_EVENT");
    assertThat(sqs.calls)
        .satisfiesExactly(
            whole -> assertThat(whole).contains("{\\\"n\\\":0}"),
            bare -> assertThat(bare).contains("\\\"metadata\\\"").doesNotContain("{\\\"n\\\":0}"));
  }

  @Test
  void waitsWhereSomethingElseAnswersThanAWebServer() throws Exception {
    try (Babble babble = new Babble();
        SqsClient lost = Queues.client(babble.uri(), Duration.ofSeconds(5))) {
      assertThat(failureOf(publish(lost, 1).getFirst()))
          .returns(Failure.Kind.TRANSIENT, Failure::kind)
          .returns("connection-lost", Failure::reason);
    }
  }

  @Test
  void givesUpWaitingForAnAnswer() throws Exception {
    sqs.hangs();

    assertThat(failureOf(publish(1).getFirst()).reason()).isEqualTo("timeout");
  }

  @Test
  void saysThatSqsIsAway() throws Exception {
    try (SqsClient away = Queues.client(freePort(), Duration.ofSeconds(5))) {
      assertThat(failureOf(publish(away, 1).getFirst()).reason()).isEqualTo("connection-refused");
    }
  }

  @Test
  void givesABatchUpWhenTheStageDoes() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> publish(1)).isInstanceOf(InterruptedException.class);
  }

  private List<Outcome> publish(int events) throws InterruptedException {
    return publish(client, events);
  }

  private List<Outcome> publish(SqsClient client, int events) throws InterruptedException {
    return publish(client, ORDERS, events);
  }

  private static List<Outcome> publish(SqsClient client, QueueTarget target, int events)
      throws InterruptedException {
    return Queues.publisher(client, target, FifoBatching.STRICT)
        .publish(EVENTS.subList(0, events))
        .outcomes();
  }

  private static List<String> kindsOf(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                switch (outcome) {
                  case Outcome.Accepted _ -> "ACCEPTED";
                  case Outcome.Unsent _ -> "UNSENT";
                  case Outcome.Refused(Failure failure) -> failure.kind().name();
                  case Outcome.Failed(Failure failure) -> failure.kind().name();
                })
        .toList();
  }

  private static Failure failureOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(Failure failure) -> failure;
      case Outcome.Failed(Failure failure) -> failure;
      case Outcome.Accepted _, Outcome.Unsent _ -> throw new AssertionError(outcome);
    };
  }

  private static URI freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
