package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NakadiServerTest {

  private static final String EID = "11111111-2222-3333-4444-55555555555";
  private final HttpClient client = HttpClient.newHttpClient();
  private NakadiServer nakadi;

  @BeforeEach
  void open() {
    nakadi = NakadiServer.open();
    nakadi.createEventType("order", "business");
    nakadi.createEventType("row", "data");
    nakadi.createEventType("free", "undefined");
    nakadi.createEventType(
        "{\"name\":\"compacted\",\"category\":\"business\",\"cleanup_policy\":\"compact\"}");
  }

  @AfterEach
  void close() {
    nakadi.close();
    client.close();
  }

  @Test
  void goodBatchIsPublishedInOrderByteForByte() throws Exception {
    HttpResponse<String> answer =
        post("order", batch(order(1), "{ \"metadata\" :" + metadata(2) + ", \"é\":1.50}"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(nakadi.published("order"))
        .extracting(Received::text)
        .containsExactly(order(1), "{ \"metadata\" :" + metadata(2) + ", \"é\":1.50}");
    assertThat(nakadi.published("order"))
        .extracting(Received::eid)
        .containsExactly(EID + 1, EID + 2);
    assertThat(nakadi.items("order")).isEqualTo(2);
    assertThat(nakadi.posts("order")).isEqualTo(1);
  }

  @Test
  void emptyBatchIsFine() throws Exception {
    assertThat(post("order", "[]").statusCode()).isEqualTo(200);
  }

  @Test
  void oneInvalidItemFailsAndAbortsTheOthers() throws Exception {
    HttpResponse<String> answer =
        post(
            "order",
            batch(
                order(1),
                "{\"metadata\":{\"eid\":\"" + EID + "2\"}}",
                "{\"metadata\":{\"eid\":\"bad\"}}"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo(
            batch(
                "{\"publishing_status\":\"aborted\",\"step\":\"validating\",\"detail\":\"\",\"eid\":\""
                    + EID
                    + "1\",\"partition\":null}",
                "{\"publishing_status\":\"failed\",\"step\":\"validating\",\"detail\":\"#/metadata: required key [occurred_at] not found\",\"eid\":\""
                    + EID
                    + "2\",\"partition\":null}",
                "{\"publishing_status\":\"aborted\",\"step\":\"none\",\"detail\":\"\",\"eid\":\"bad\",\"partition\":null}"));
    assertThat(nakadi.published("order")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"event_type\":\"other\"",
        "\"partition\":0",
        "\"parent_eids\":[\"x\"]",
        "\"flow_id\":1",
        "\"span_ctx\":{\"a\":1}",
        "\"partition_compaction_key\":\"k\"",
        "\"version\":\"1.0.0\"",
        "\"occurred_at\":\"2026-11-22T10:00:00\"",
        "\"occurred_at\":\"2026-13-22T10:00:00Z\""
      })
  void metadataOutsideTheRulesIsInvalid(String field) throws Exception {
    assertThat(
            post(
                    "order",
                    "[{\"metadata\":{\"eid\":\""
                        + EID
                        + "1\",\"occurred_at\":\"2026-11-22T10:00:00Z\","
                        + field
                        + "}}]")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void allMetadataThatAProducerMaySendIsTaken() throws Exception {
    String metadata =
        "{\"eid\":\""
            + EID
            + "1\",\"occurred_at\":\"2026-11-22T10:00:00.123456+02:00\",\"event_type\":\"order\",\"partition\":\"0\","
            + "\"parent_eids\":[\""
            + EID
            + "2\"],\"flow_id\":\"f\",\"span_ctx\":{\"traceparent\":\"t\"}}";
    assertThat(post("order", "[{\"metadata\":" + metadata + "}]").statusCode()).isEqualTo(200);
  }

  @Test
  void compactedTypeNeedsItsKey() throws Exception {
    assertThat(post("compacted", batch(order(1))).statusCode()).isEqualTo(422);
    assertThat(
            post(
                    "compacted",
                    batch(
                        order(1).replace("\"eid\"", "\"partition_compaction_key\":\"k\",\"eid\"")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void dataEventHasItsFourFieldsAndNoOther() throws Exception {
    assertThat(post("row", batch(row("C", ""))).statusCode()).isEqualTo(200);
    assertThat(post("row", batch(row("X", ""))).body()).contains("data_op");
    assertThat(post("row", batch(row("U", ",\"more\":1"))).body())
        .contains("extraneous key [more]");
    assertThat(post("row", batch(order(1))).body()).contains("required key [data_type]");
  }

  @Test
  void undefinedEventIsUntouched() throws Exception {
    assertThat(post("free", "[{\"a\":1}]").statusCode()).isEqualTo(200);
    assertThat(nakadi.published("free").getFirst().text()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{]",
        "",
        "[] []",
        "[{\"a\":1}]",
        "[{\"metadata\":{}}]",
        "[{\"metadata\":{\"eid\":\"x\"}},{\"metadata\":1}]"
      })
  void batchThatCannotBeReadOrNamedIsABadRequest(String body) throws Exception {
    HttpResponse<String> answer = post("order", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"status\":400");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void unknownTypeIsAProblem() throws Exception {
    HttpResponse<String> answer = post("nowhere", "[]");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("EventType \\\"nowhere\\\" does not exist.");
  }

  @Test
  void onlyAcceptedTokensAndWritersPublish() throws Exception {
    nakadi.acceptTokens("good", "reader");
    nakadi.allowWriters("order", "good");
    assertThat(post("order", "[]").statusCode()).isEqualTo(401);
    assertThat(post("order", "[]", "Authorization", "Bearer bad").statusCode()).isEqualTo(401);
    assertThat(post("order", "[]", "Authorization", "Bearer reader").statusCode()).isEqualTo(403);
    assertThat(post("order", "[]", "Authorization", "Bearer good").statusCode()).isEqualTo(200);
  }

  @Test
  void largestEventPassesAndOneByteMoreIsTooLarge() throws Exception {
    int frame = order(1).replace("}}", "},\"t\":\"\"}").length();
    String largest = order(1).replace("}}", "},\"t\":\"" + "x".repeat(999_000 - frame) + "\"}");
    assertThat(post("order", batch(largest)).statusCode()).isEqualTo(200);
    HttpResponse<String> answer = post("order", batch(largest.replace("\"x", "\"xx")));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("Event too large");
  }

  @Test
  void zippedBodyIsReadAndFlowIdComesBack() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(batch(order(1)).getBytes());
    }
    HttpResponse<String> answer =
        send(
            "order",
            HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()),
            "Content-Encoding",
            "gzip",
            "X-Flow-Id",
            "flow-7");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Flow-Id")).contains("flow-7");
    assertThat(nakadi.published("order").getFirst().flowId()).isEqualTo("flow-7");
    assertThat(
            send("order", HttpRequest.BodyPublishers.ofString("[]"), "Content-Encoding", "gzip")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void brokerFailureNamesTheFailedItems() throws Exception {
    nakadi.failNext("order", 1, new NakadiFault.ItemsFailed(Set.of(1), false));
    HttpResponse<String> answer = post("order", batch(order(1), order(2), order(3)));
    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(answer.body())
        .startsWith("[{\"publishing_status\":\"submitted\"")
        .contains("\"failed\",\"step\":\"publishing\"");
    assertThat(nakadi.published("order"))
        .extracting(Received::eid)
        .containsExactly(EID + 1, EID + 3);
  }

  @Test
  void programmedFaultsComeOneAfterTheOther() throws Exception {
    nakadi.failNext(2, new NakadiFault.Status(503));
    nakadi.failNext("free", 1, new NakadiFault.Status(429));
    nakadi.failNext("order", 1, new NakadiFault.Garbage(502));
    assertThat(Stream.of(503, 503, 502, 200))
        .allSatisfy(status -> assertThat(post("order", "[]").statusCode()).isEqualTo(status));
    assertThat(post("free", "[]").statusCode()).isEqualTo(429);
    nakadi.failNext(5, new NakadiFault.Status(500));
    nakadi.clearFaults();
    assertThat(post("order", "[]").statusCode()).isEqualTo(200);
  }

  @Test
  void brokenConnectionAndLostAnswerDifferInWhatIsPublished() {
    nakadi.failNext(2, new NakadiFault.Reset());
    assertThatThrownBy(() -> post("order", batch(order(1)))).isInstanceOf(IOException.class);
    nakadi.clearFaults();
    assertThat(nakadi.published("order")).isEmpty();
    nakadi.failNext(2, new NakadiFault.LostAnswer());
    assertThatThrownBy(() -> post("order", batch(order(1)))).isInstanceOf(IOException.class);
    assertThat(nakadi.published("order")).isNotEmpty();
  }

  @Test
  void lateAnswerIsPublishedAndHangingRequestIsNot() throws Exception {
    nakadi.failNext(1, new NakadiFault.Delay(Duration.ofMillis(100)));
    assertThat(post("order", batch(order(1))).statusCode()).isEqualTo(200);
    nakadi.failNext(1, new NakadiFault.Hang());
    assertThatThrownBy(() -> post("order", batch(order(2)))).isInstanceOf(IOException.class);
    assertThat(nakadi.published("order")).hasSize(1);
  }

  @Test
  void refusedEventIsInvalid() throws Exception {
    nakadi.refuseEvents("order", event -> event.contains(EID + 2));
    assertThat(post("order", batch(order(1), order(2))).statusCode()).isEqualTo(422);
    assertThat(post("order", batch(order(1))).statusCode()).isEqualTo(200);
  }

  @Test
  void typeIsCreatedOnce() throws Exception {
    String definition = "{\"name\":\"new\",\"category\":\"business\"}";
    assertThat(create(definition).statusCode()).isEqualTo(201);
    assertThat(create(definition).statusCode()).isEqualTo(409);
    assertThat(get("/event-types/new").body()).isEqualTo(definition);
    assertThat(get("/event-types/none").statusCode()).isEqualTo(404);
  }

  @Test
  void publishedEventsCanBeListedFromAnyPlace() throws Exception {
    post("order", batch(order(1), order(2), order(3)));
    assertThat(get("/event-types/order/published?from=1").body())
        .isEqualTo(order(2) + "\n" + order(3) + "\n");
  }

  @Test
  void waitingForEventsEndsWithThemOrLoudly() throws Exception {
    client.sendAsync(
        request("order", HttpRequest.BodyPublishers.ofString(batch(order(1)))),
        HttpResponse.BodyHandlers.discarding());
    assertThat(nakadi.awaitPublished("order", 1, Duration.ofSeconds(5))).hasSize(1);
    assertThatThrownBy(() -> nakadi.awaitPublished("order", 2, Duration.ofMillis(50)))
        .hasMessageContaining("order has 1 events, not 2");
  }

  private static String metadata(int last) {
    return "{\"eid\":\"" + EID + last + "\",\"occurred_at\":\"2026-11-22T10:00:00Z\"}";
  }

  private static String order(int last) {
    return "{\"metadata\":" + metadata(last) + "}";
  }

  private static String row(String operation, String more) {
    return "{\"metadata\":"
        + metadata(1)
        + ",\"data_type\":\"row\",\"data_op\":\""
        + operation
        + "\",\"data\":{}"
        + more
        + "}";
  }

  private static String batch(String... items) {
    return Stream.of(items).collect(Collectors.joining(",", "[", "]"));
  }

  private HttpResponse<String> post(String type, String body, String... headers) throws Exception {
    return send(type, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  private HttpResponse<String> send(String type, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    return client.send(request(type, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String type, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(nakadi.baseUri().resolve("/event-types/" + type + "/events"))
            .timeout(Duration.ofSeconds(1))
            .POST(body);
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  private HttpResponse<String> create(String definition) throws Exception {
    return client.send(
        HttpRequest.newBuilder(nakadi.baseUri().resolve("/event-types"))
            .POST(HttpRequest.BodyPublishers.ofString(definition))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(nakadi.baseUri().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
