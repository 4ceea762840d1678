package dev.fes.controller;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.EmbeddedBroker;
import dev.fes.controller.deploy.FakeStageJars;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.TestInstallation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The controller as it runs, with a real broker and stages that do nothing; asked over HTTP. One
 * story, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerTest {

  @TempDir static Path directory;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() throws Exception {
    Path jars = FakeStageJars.in(directory.resolve("jars"));
    Stages stages =
        new Stages(
            jars,
            directory.resolve("work"),
            List.of("-Xmx32m"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    Path streams = Files.createDirectory(directory.resolve("streams"));
    Files.writeString(streams.resolve("good.yaml"), outbox("good", "fes", stream("orders")));
    Files.writeString(
        streams.resolve("bad.yaml"),
        outbox("bad", "other", stream("t")).replace("Nakadi,", "Nokadi,"));
    Files.writeString(streams.resolve("broken.yaml"), "a: [");
    context =
        Server.application(
                TestInstallation.toRun(EmbeddedBroker.shared().address(), stages, streams))
            .run("--server.port=0");
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void leavesEveryNameInItsWorkDirectoryToNamespaces() throws Exception {
    Path work = directory.resolve("work");
    Server.claim(work);

    assertThat(work.resolve("lock")).doesNotExist();
    assertThat(work.resolve(".lock")).exists();
  }

  @Test
  @Order(1)
  void isReadyOnceEverythingWasLookedAt() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/actuator/health/readiness").statusCode() == 200);

    assertThat(json("/actuator/health/liveness").get("status").stringValue()).isEqualTo("UP");
  }

  @Test
  @Order(2)
  void tellsDefinitionStateStagesCountsAndLag() {
    JsonNode stream =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> json("/actuator/streams/default/good").at("/streams/0"),
                ServerTest::isRunning);

    assertThat(stream.get("definition").stringValue())
        .isEqualTo("postgres | generic-nakadi-event | nakadi");
    assertThat(stream.at("/figures/counts/published").longValue()).isEqualTo(7);
    assertThat(stream.at("/figures/lag/records").longValue()).isZero();
    assertThat(stream.get("stages"))
        .hasSize(3)
        .allSatisfy(
            stage -> {
              assertThat(stage.get("state").stringValue()).isEqualTo("Running");
              assertThat(stage.get("pid").longValue()).isPositive();
              assertThat(stage.get("port").intValue()).isPositive();
              assertThat(stage.get("restarts").intValue()).isZero();
            });
  }

  @Test
  @Order(3)
  void tellsWhatIsWrongWithAnInvalidResource() {
    JsonNode bad = json("/actuator/streams/default/bad");

    assertThat(bad.at("/conditions/0/type").stringValue()).isEqualTo("Valid");
    assertThat(bad.at("/conditions/0/status").booleanValue()).isFalse();
    assertThat(bad.at("/conditions/0/reason").stringValue()).isEqualTo("Invalid");
    assertThat(bad.at("/findings/0/path").stringValue())
        .isEqualTo("spec.eventStreams[0].sink.type");
  }

  @Test
  @Order(4)
  void tellsAllResourcesAndWhatBelongsToNone() {
    JsonNode all = json("/actuator/streams");

    assertThat(
            StreamSupport.stream(all.get("resources").spliterator(), false)
                .map(resource -> resource.get("name").stringValue()))
        .containsExactly("bad", "good");
    assertThat(all.at("/faults/0/file").stringValue()).isEqualTo("broken.yaml");
  }

  @Test
  @Order(5)
  void knowsNothingOfAResourceThatIsNotThere() throws Exception {
    assertThat(get("/actuator/streams/default/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  @Order(5)
  void refusesWhatNobodyMayDoAndSaysWhatToSet() throws Exception {
    HttpResponse<String> answer = post("{\"action\": \"pause\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(JsonMapper.shared().readTree(answer.body()).get("error").stringValue())
        .startsWith("fes.ops.token-file is not set");
    assertThat(post("no JSON").statusCode()).isEqualTo(400);
    assertThat(post("no JSON").body()).contains("\"error\"");
  }

  @Test
  @Order(6)
  void drainsAndForgetsAResourceWhoseFileIsDeleted() throws Exception {
    Files.delete(directory.resolve("streams").resolve("good.yaml"));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/actuator/streams/default/good").statusCode() == 404);
  }

  private static boolean isRunning(JsonNode stream) {
    return stream.path("state").asString("").equals("Running")
        && stream.at("/figures/lag/records").isNumber();
  }

  private static JsonNode json(String path) throws RuntimeException {
    try {
      return JsonMapper.shared().readTree(get(path).body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/streams/default/good"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
