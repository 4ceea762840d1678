package dev.fes.sink.nakadi;

import static dev.fes.sink.nakadi.Events.bad;
import static dev.fes.sink.nakadi.Events.event;
import static dev.fes.sink.nakadi.Events.good;
import static dev.fes.sink.nakadi.Events.hidden;
import static dev.fes.sink.nakadi.Events.several;
import static dev.fes.sink.nakadi.Events.sized;
import static dev.fes.sink.nakadi.Events.traced;
import static dev.fes.sink.nakadi.NakadiStub.item;
import static dev.fes.sink.nakadi.NakadiStub.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class NakadiPublisherTest {

  private final NakadiStub nakadi = new NakadiStub();
  private boolean movesOn = true;
  private final List<Connections> opened = new ArrayList<>();

  NakadiPublisherTest() throws IOException {}

  @AfterEach
  void close() {
    opened.forEach(Connections::close);
    nakadi.close();
  }

  @Test
  void publishesABatchInOneRequestWithItsBytesUntouched() throws Exception {
    Event first = event(1, "{ \"metadata\":{\"eid\":\"1\"}, \"n\":1e400, \"s\":\"\\u00fcü😀\" }");

    assertThat(publish(first, good(2)))
        .containsExactly(new Outcome.Accepted(), new Outcome.Accepted());

    assertThat(nakadi.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.path()).isEqualTo("/event-types/orders.created/events");
              assertThat(new String(request.body(), UTF_8))
                  .isEqualTo("[" + text(first) + "," + text(good(2)) + "]");
              assertThat(request.header("X-flow-id")).isEqualTo("fes-id-1");
              assertThat(request.header("Content-type")).isEqualTo("application/json");
            });
  }

  @Test
  void sendsTheFirstTraceThatIsOneAndNothingThatNoHeaderTakes() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    assertThat(publish(traced(1, "Łódź"), traced(2, "\u0001"), traced(3, trace)))
        .containsOnly(new Outcome.Accepted());

    assertThat(nakadi.requests)
        .singleElement()
        .satisfies(request -> assertThat(request.header("Traceparent")).isEqualTo(trace));
  }

  @Test
  void publishesAllButTheBadEventsInOrderWithOneRequestMoreThanThereAreBadOnes() throws Exception {
    List<Event> events = new ArrayList<>(several(100));
    List.of(0, 17, 18, 19, 99).forEach(n -> events.set(n, bad(n)));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused)
        .extracting(event -> event.facts().id())
        .containsExactly("id-0", "id-17", "id-18", "id-19", "id-99");
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(100, 0, 17, 18, 19, 99));
    assertThat(nakadi.requests).hasSize(6);
  }

  @Test
  void saysWhyNakadiRefusesAnEvent() throws Exception {
    assertThat(publish(good(1), bad(2), good(3)))
        .containsExactly(
            new Outcome.Unsent(),
            new Outcome.Refused(
                Failure.badEvent(
                    "refused", "event type orders.created refuses the event: validating: is bad")),
            new Outcome.Unsent());
  }

  @Test
  void refusesEachEventWithoutAnIdInAPostOfItsOwnAndPublishesTheOthersInOrder() throws Exception {
    List<Event> events = new ArrayList<>(several(100));
    events.set(3, event(3, "{\"n\":3}"));
    events.set(40, event(40, "{\"metadata\":{\"eid\":null}}"));
    events.set(41, event(41, "{\"metadata\":\"x\"}"));
    events.set(42, event(42, "{\"metadata\":{\"eid\":42}}"));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused)
        .extracting(event -> event.facts().id())
        .containsExactly("id-3", "id-40", "id-41", "id-42");
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(100, 3, 40, 41, 42));
    assertThat(nakadi.requests)
        .as("the batch, an empty one, 4 events alone, and the 3 parts that are good")
        .hasSize(9);
  }

  @Test
  void findsTheBadEventOfATypeWhoseEventsNeedNoId() throws Exception {
    nakadi.undefined = true;
    List<Event> events = new ArrayList<>(idless(200));
    events.set(120, event(120, "{\"hidden\":true}"));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-120");
    assertThat(numbers()).containsExactlyElementsOf(without(200, 120));
    assertThat(nakadi.requests).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void refusesEventsOfWhichNoneHasAnIdWithOneRequestEachOnceOneIsFound() throws Exception {
    Drain drain = Drain.of(idless(200), publisher());

    assertThat(drain.refused).hasSize(200);
    assertThat(nakadi.stored).isEmpty();
    assertThat(nakadi.requests).hasSizeLessThanOrEqualTo(210);
  }

  @Test
  void blamesNoEventForAnIdThatItNeedsNot() throws Exception {
    nakadi.undefined = true;
    List<Event> events = new ArrayList<>(several(20));
    List.of(4, 9).forEach(n -> events.set(n, idless(20).get(n)));
    events.set(7, hidden(7));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-7");
    assertThat(numbers()).containsExactlyElementsOf(without(20, 7));
  }

  @Test
  void findsABadEventBesideThoseWithoutAnId() throws Exception {
    List<Event> events = new ArrayList<>(several(20));
    List.of(4, 9).forEach(n -> events.set(n, idless(20).get(n)));
    events.set(7, hidden(7));
    events.set(15, hidden(15));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused)
        .extracting(event -> event.facts().id())
        .containsExactly("id-4", "id-7", "id-9", "id-15");
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(20, 4, 7, 9, 15));
  }

  @Test
  void refusesNoEventThatNakadiHasNotRejectedAlone() throws Exception {
    nakadi.answers(400, problem("x"));

    assertThat(publish(good(1), good(2))).containsOnly(new Outcome.Accepted());
    assertThat(nakadi.eids()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void condemnsNoEventWhereNakadiRejectsAnEmptyRequestToo(int count) throws Exception {
    nakadi.garbled = true;

    List<Outcome> outcomes =
        publisher(settings(nakadi.uri(), null, null, true)).publish(several(count)).outcomes();

    assertThat(outcomes)
        .hasSize(count)
        .allSatisfy(
            outcome ->
                assertThat(failureOf(outcome))
                    .returns(Failure.Kind.MISCONFIGURED, Failure::kind)
                    .returns("all-rejected", Failure::reason)
                    .extracting(Failure::message)
                    .asString()
                    .contains("fes.nakadi.gzip", "gateway"));
    assertThat(nakadi.requests).hasSize(2);
  }

  @Test
  void waitsWhereItCannotBeSeenWhetherAnEventIsToBlame() throws Exception {
    nakadi.answers(400, problem("x")).answers(503, problem("away"));

    assertThat(publish(good(1), good(2)))
        .allSatisfy(
            outcome -> assertThat(failureOf(outcome).kind()).isEqualTo(Failure.Kind.TRANSIENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "7", "[]", "{\"n\":1", "{", "}"})
  void refusesAValueThatIsNoObjectUnsent(String value) throws Exception {
    assertThat(publish(event(1, value), good(2)))
        .satisfiesExactly(
            refused ->
                assertThat(failureOf(refused))
                    .returns(Failure.Kind.BAD_EVENT, Failure::kind)
                    .returns("no-object", Failure::reason),
            rest -> assertThat(rest).isEqualTo(new Outcome.Unsent()));
    assertThat(nakadi.requests).isEmpty();
  }

  @Test
  void publishesWhatStandsBeforeAValueThatIsNoObject() throws Exception {
    Drain drain = Drain.of(List.of(good(1), event(2, ""), good(3)), publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-2");
    assertThat(nakadi.eids()).containsExactly("1", "3");
    assertThat(nakadi.requests).hasSize(2);
  }

  @Test
  void findsTheValueThatIsSeveralItems() throws Exception {
    Event double2 = event(2, text(good(2)) + "," + text(bad(2)));

    Drain drain = Drain.of(List.of(good(1), double2, good(3)), publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-2");
    assertThat(nakadi.eids()).containsExactly("1", "3");
  }

  @Test
  void findsTheEventThatIsNoJsonAndBlamesNoOtherForIt() throws Exception {
    List<Event> events = new ArrayList<>(several(20));
    events.set(7, event(7, "{\"metadata\":"));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-7");
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(20, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 63, 98, 99})
  void findsAnEventThatNakadiAloneSeesByHalvingTheBatch(int place) throws Exception {
    List<Event> events = new ArrayList<>(several(100));
    events.set(place, hidden(place));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused)
        .extracting(event -> event.facts().id())
        .containsExactly("id-" + place);
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(100, place));
    assertThat(nakadi.requests).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void sendsAgainFromTheFirstEventOnThatTheBrokerFailed() throws Exception {
    nakadi.answers(
        207,
        List.of(
                item("submitted", "publishing", ""),
                item("failed", "publishing", "timed out"),
                item("submitted", "publishing", ""))
            .toString());

    assertThat(publish(good(1), good(2), good(3)))
        .containsExactly(
            new Outcome.Accepted(),
            new Outcome.Failed(
                Failure.transientFailure(
                    "broker",
                    "Nakadi could not store events of type orders.created: publishing: timed out")),
            new Outcome.Unsent());
  }

  @Test
  void refusesAnEventThatIsTooLargeWithoutSendingItOnceItIsItsTurn() throws Exception {
    assertThat(publish(sized(1, 999_000), sized(2, 999_001), good(3)))
        .containsExactly(new Outcome.Accepted(), new Outcome.Unsent(), new Outcome.Unsent());
    assertThat(publish(sized(2, 999_001), good(3)))
        .satisfiesExactly(
            refused -> assertThat(failureOf(refused).message()).contains("999001", "999000"),
            rest -> assertThat(rest).isEqualTo(new Outcome.Unsent()));
    assertThat(nakadi.requests).hasSize(1);
  }

  @Test
  void boundsARequestByBytes() throws Exception {
    Drain.of(
        IntStream.range(0, 10).mapToObj(n -> sized(n, 1_000)).toList(),
        publisher(new BatchSettings(200, DataSize.ofBytes(3_010), 1)));

    assertThat(nakadi.requests)
        .extracting(request -> request.body().length)
        .containsExactly(3004, 3004, 3004, 1002);
  }

  @Test
  void splitsWhatIsTooLargeForAProxyAndRemembersIt() throws Exception {
    nakadi.largestBody = 4_000;
    List<Event> events =
        new ArrayList<>(IntStream.range(0, 20).mapToObj(n -> sized(n, 1_000)).toList());
    events.set(10, sized(10, 5_000));

    Drain drain = Drain.of(events, publisher());

    assertThat(drain.refused).extracting(event -> event.facts().id()).containsExactly("id-10");
    assertThat(nakadi.eids()).containsExactlyElementsOf(without(20, 10));
  }

  @Test
  void sendsLargeRequestsAgainSomeTimeAfterOneWasTooLarge() throws Exception {
    NakadiPublisher publisher = publisher(new BatchSettings(200, DataSize.ofBytes(8_010), 1));
    List<Event> events = IntStream.range(0, 10).mapToObj(n -> sized(n, 1_000)).toList();
    nakadi.largestBody = 4_000;
    publisher.publish(events);
    nakadi.largestBody = 100_000;
    for (int i = 0; i < 100; i++) {
      publisher.publish(events);
    }

    assertThat(nakadi.requests.getLast().body()).hasSize(8_009);
    assertThat(nakadi.requests).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422, 207, 200, 500, 502, 503, 204})
  void takesNoPageOfAProxyForAVerdict(int status) throws Exception {
    nakadi.answers(status, status == 204 ? "" : "<html>Bad Gateway</html>");

    assertThat(publish(good(1), good(2)))
        .allSatisfy(
            outcome -> assertThat(failureOf(outcome).kind()).isEqualTo(Failure.Kind.TRANSIENT));
  }

  @Test
  void saysWhatToMendWhereTheEventTypeIsUnknownOrForbidden() throws Exception {
    nakadi.answers(404, problem("EventType orders.created does not exist."));
    Failure unknown = failureOf(publish(good(1)).getFirst());
    nakadi.answers(403, problem("Access denied"));
    Failure forbidden = failureOf(publish(good(1)).getFirst());
    nakadi.answers(302, "", Map.of("Location", "http://elsewhere.example"));
    Failure redirected = failureOf(publish(good(1)).getFirst());

    assertThat(List.of(unknown, forbidden, redirected))
        .extracting(Failure::kind)
        .containsOnly(Failure.Kind.MISCONFIGURED);
    assertThat(unknown.message())
        .contains(
            "orders.created",
            nakadi.uri().toString(),
            "does not exist",
            "create it, or correct eventType");
    assertThat(forbidden.message()).contains("add this application to its writers");
    assertThat(redirected.message()).contains("302", "correct the base URI");
  }

  @Test
  void readsTheTokenAgainForEachRequestAndOnceMoreWhenItIsRefused(@TempDir Path folder)
      throws Exception {
    Path token = Files.writeString(folder.resolve("secret"), "first\n");
    Path type = Files.writeString(folder.resolve("type"), "Bearer");
    NakadiPublisher publisher = publisher(settings(nakadi.uri(), token, type, false));

    publisher.publish(List.of(good(1)));
    Files.writeString(token, "second");
    publisher.publish(List.of(good(1)));
    nakadi.answers(401, problem("expired"));
    List<Outcome> refused = publisher.publish(List.of(good(1))).outcomes();

    assertThat(nakadi.requests)
        .extracting(request -> request.header("Authorization"))
        .containsExactly("Bearer first", "Bearer second", "Bearer second");
    assertThat(failureOf(refused.getFirst()).kind()).isEqualTo(Failure.Kind.TRANSIENT);
  }

  @Test
  void waitsForATokenThatIsNotThereYetAndNeverQuotesOne(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("secret");
    NakadiPublisher publisher = publisher(settings(nakadi.uri(), token, null, false));

    Failure missing = failureOf(publisher.publish(List.of(good(1))).outcomes().getFirst());
    Files.writeString(token, "two\nwords");
    Failure broken = failureOf(publisher.publish(List.of(good(1))).outcomes().getFirst());

    assertThat(missing.kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
    assertThat(missing.message()).contains(token.toString());
    assertThat(broken.message()).contains(token.toString()).doesNotContain("words\n", "two");
    assertThat(nakadi.requests).isEmpty();
  }

  @Test
  void compressesBodiesWhereTheInstallationSaysSo() throws Exception {
    publisher(settings(nakadi.uri(), null, null, true)).publish(several(3));

    assertThat(nakadi.requests)
        .singleElement()
        .satisfies(request -> assertThat(request.header("Content-encoding")).isEqualTo("gzip"));
    assertThat(nakadi.eids()).containsExactly("0", "1", "2");
  }

  @Test
  void leavesNakadiAloneForAsLongAsItAsks() throws Exception {
    nakadi.answers(429, "", Map.of("Retry-After", "30"));
    NakadiPublisher publisher = publisher();

    List<Outcome> asked = publisher.publish(List.of(good(1))).outcomes();
    List<Outcome> again = publisher.publish(List.of(good(1))).outcomes();

    assertThat(again).isEqualTo(asked);
    assertThat(failureOf(asked.getFirst()).reason()).isEqualTo("too-many-requests");
    assertThat(nakadi.requests).hasSize(1);
  }

  @Test
  void givesUpWaitingForAnAnswer() throws Exception {
    nakadi.hangs();

    assertThat(failureOf(publish(good(1)).getFirst()))
        .isEqualTo(
            Failure.transientFailure(
                "timeout", "Nakadi at " + nakadi.uri() + " did not answer in time"));
    assertThat(publish(good(1))).containsExactly(new Outcome.Accepted());
  }

  @Test
  void waitsWhereSomethingElseAnswersThanAWebServer() throws Exception {
    try (Babble babble = new Babble()) {
      NakadiPublisher lost = publisher(settings(babble.uri(), null, null, false));

      assertThat(failureOf(lost.publish(List.of(good(1))).outcomes().getFirst()))
          .returns(Failure.Kind.TRANSIENT, Failure::kind)
          .returns("connection-lost", Failure::reason);
    }
  }

  @Test
  void saysThatNakadiIsAway() throws Exception {
    assertThat(
            failureOf(
                    publisher(settings(freePort(), null, null, false))
                        .publish(List.of(good(1)))
                        .outcomes()
                        .getFirst())
                .reason())
        .isEqualTo("connection-refused");
    assertThat(
            failureOf(
                    publisher(settings(URI.create("http://nobody.invalid"), null, null, false))
                        .publish(List.of(good(1)))
                        .outcomes()
                        .getFirst())
                .kind())
        .isEqualTo(Failure.Kind.TRANSIENT);
  }

  private List<Outcome> publish(Event... events) throws InterruptedException {
    return publisher().publish(List.of(events)).outcomes();
  }

  @Test
  void publishesNothingBehindAnEventThatTheStageWillStandAt() throws InterruptedException {
    movesOn = false;
    List<Outcome> outcomes =
        publish(event(0, "{\"a\":1}"), event(1, eid(1)), event(2, "{\"a\":1}"));
    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.subList(1, 3)).containsOnly(new Outcome.Unsent());
    assertThat(nakadi.eids()).isEmpty();
  }

  private static String eid(int n) {
    return "{\"metadata\":{\"eid\":\"%d\"}}".formatted(n);
  }

  private NakadiPublisher publisher() {
    return publisher(settings(nakadi.uri(), null, null, false));
  }

  private NakadiPublisher publisher(NakadiSettings settings) {
    return publisher(settings, new BatchSettings(200, DataSize.ofMegabytes(4), 1));
  }

  private NakadiPublisher publisher(BatchSettings batches) {
    return publisher(settings(nakadi.uri(), null, null, false), batches);
  }

  private NakadiPublisher publisher(NakadiSettings settings, BatchSettings batches) {
    EventType type = new EventType("orders.created", settings.baseUri());
    Token token =
        settings.tokenFile() == null
            ? Token.NONE
            : new FileToken(settings.tokenFile(), settings.tokenTypeFile());
    Connections connections = new Connections(settings);
    opened.add(connections);
    NakadiClient client = new NakadiClient(type, settings.gzip(), token, connections);
    return new NakadiPublisher(client, new AnswerReader(type), batches, movesOn);
  }

  private static NakadiSettings settings(
      URI uri, @Nullable Path token, @Nullable Path type, boolean gzip) {
    return new NakadiSettings(
        uri, token, type, null, Duration.ofSeconds(1), Duration.ofMillis(900), gzip);
  }

  private static Failure failureOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(Failure failure) -> failure;
      case Outcome.Failed(Failure failure) -> failure;
      case Outcome.Accepted _, Outcome.Unsent _ -> throw new AssertionError(outcome);
    };
  }

  private static List<String> without(int count, Integer... taken) {
    return IntStream.range(0, count)
        .filter(n -> !List.of(taken).contains(n))
        .mapToObj(String::valueOf)
        .toList();
  }

  private static List<Event> idless(int count) {
    return IntStream.range(0, count).mapToObj(n -> event(n, "{\"n\":" + n + "}")).toList();
  }

  private List<String> numbers() {
    return nakadi.stored.stream().map(item -> item.get("n").toString()).toList();
  }

  private static String text(Event event) {
    return new String(event.value(), UTF_8);
  }

  private static URI freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
