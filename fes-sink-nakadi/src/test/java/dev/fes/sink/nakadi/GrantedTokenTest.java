package dev.fes.sink.nakadi;

import static dev.fes.sink.nakadi.Events.good;
import static dev.fes.sink.nakadi.NakadiStub.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.sink.nakadi.NakadiSettings.ClientCredentials;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A publisher whose token is granted by a service; both services are stubs. */
class GrantedTokenTest {

  @TempDir private Path folder;

  private final NakadiStub nakadi = new NakadiStub();
  private final NakadiStub service = new NakadiStub();
  private Connections connections;
  private NakadiPublisher publisher;

  GrantedTokenTest() throws IOException {}

  @BeforeEach
  void connect() throws IOException {
    ClientCredentials client =
        new ClientCredentials(
            URI.create(service.uri() + "/oauth2/access_token"),
            Files.writeString(folder.resolve("id"), "stups_fes\n"),
            Files.writeString(folder.resolve("secret"), "s/cr:t"),
            List.of("uid", "nakadi.write"));
    NakadiSettings settings =
        new NakadiSettings(
            nakadi.uri(), null, null, client, Duration.ofSeconds(1), Duration.ofMillis(900), false);
    connections = new Connections(settings);
    EventType type = new EventType("orders.created", nakadi.uri());
    publisher =
        new NakadiPublisher(
            new NakadiClient(type, false, new GrantedToken(client, connections), connections),
            new AnswerReader(type),
            new BatchSettings(200, DataSize.ofMegabytes(4), 8),
            true);
  }

  @AfterEach
  void close() {
    connections.close();
    service.close();
    nakadi.close();
  }

  @Test
  void asksAsTheStandardSaysAndKeepsTheToken() throws Exception {
    service.answers(200, grant("first", 3600));

    publish();
    publish();

    assertThat(sent()).containsExactly("Bearer first", "Bearer first");
    assertThat(service.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.path()).isEqualTo("/oauth2/access_token");
              assertThat(new String(request.body(), UTF_8))
                  .isEqualTo("grant_type=client_credentials&scope=uid+nakadi.write");
              assertThat(request.header("Content-type"))
                  .isEqualTo("application/x-www-form-urlencoded");
              assertThat(request.header("Authorization")).isEqualTo(basic("stups_fes:s%2Fcr%3At"));
            });
  }

  @Test
  void asksAgainForATokenThatIsAboutToEnd() throws Exception {
    service.answers(200, grant("first", 0)).answers(200, grant("second", 3600));

    publish();
    publish();

    assertThat(sent()).containsExactly("Bearer first", "Bearer second");
  }

  @Test
  void asksOnceMoreWhereNakadiRefusesTheToken() throws Exception {
    service.answers(200, grant("first", 3600)).answers(200, grant("second", 3600));
    nakadi.answers(401, problem("expired"));

    assertThat(publish()).isEqualTo(new Outcome.Accepted());

    assertThat(sent()).containsExactly("Bearer first", "Bearer second");
    assertThat(service.requests).hasSize(2);
  }

  @Test
  void waitsWhereNakadiRefusesTheNextTokenToo() throws Exception {
    service.answers(200, grant("first", 3600)).answers(200, grant("second", 3600));
    nakadi.answers(401, problem("no")).answers(401, problem("no"));

    assertThat(failure()).returns(Failure.Kind.TRANSIENT, Failure::kind);
    assertThat(service.requests).hasSize(2);
  }

  @Test
  void readsTheClientsFilesForEachGrant() throws Exception {
    service.answers(401, "{\"error\":\"invalid_client\"}").answers(200, grant("first", 3600));

    Failure refused = failure();
    Files.writeString(folder.resolve("secret"), "rotated");

    assertThat(refused.kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
    assertThat(refused.message())
        .contains(service.uri().toString(), "401 invalid_client", "fes.nakadi.oauth2")
        .doesNotContain("s/cr:t", "stups_fes");
    assertThat(publish()).isEqualTo(new Outcome.Accepted());
    assertThat(service.requests.getLast().header("Authorization"))
        .isEqualTo(basic("stups_fes:rotated"));
  }

  @Test
  void saysWhichFileIsMissing() throws Exception {
    Files.delete(folder.resolve("id"));

    assertThat(failure())
        .satisfies(missing -> assertThat(missing.kind()).isEqualTo(Failure.Kind.MISCONFIGURED))
        .satisfies(
            missing -> assertThat(missing.message()).contains(folder.resolve("id").toString()));
    assertThat(nakadi.requests).isEmpty();
  }

  @Test
  void waitsWhereTheTokenServiceHangsOrIsAway() throws Exception {
    service.hangs();

    assertThat(failure())
        .isEqualTo(
            Failure.transientFailure(
                "timeout",
                "the token service at "
                    + service.uri()
                    + "/oauth2/access_token did not answer in time"));
    service.close();
    assertThat(failure()).returns("connection-refused", Failure::reason);
    assertThat(nakadi.requests).isEmpty();
  }

  @Test
  void isAskedForOnceByAllLanes() throws Exception {
    service.answers(200, grant("first", 3600));

    try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = lanes.invokeAll(Collections.nCopies(8, this::publish));
      assertThat(outcomes)
          .allSatisfy(lane -> assertThat(lane.get()).isEqualTo(new Outcome.Accepted()));
    }
    assertThat(service.requests).hasSize(1);
  }

  private Outcome publish() throws InterruptedException {
    return publisher.publish(List.of(good(1))).outcomes().getFirst();
  }

  private Failure failure() throws InterruptedException {
    return ((Outcome.Failed) publish()).failure();
  }

  private List<String> sent() {
    return nakadi.requests.stream().map(request -> request.header("Authorization")).toList();
  }

  private static String grant(String token, int expiresIn) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
        .formatted(token, expiresIn);
  }

  private static String basic(String client) {
    return "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8));
  }
}
