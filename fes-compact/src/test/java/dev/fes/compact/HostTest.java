package dev.fes.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sink that waits for Kafka, beside a stage that can never start. */
class HostTest {

  private static final String KAFKA = "spring.cloud.stream.kafka.binder.";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;

  private static Host host;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Path portFile = directory.resolve("port");
    host =
        new Host(
            new ProcessSpec(
                "127.0.0.1",
                0,
                portFile,
                List.of(
                    new StageSpec("x-dead-letter", "fes-sink-sqs", sink("dead-letter", "SqsNone")),
                    new StageSpec("x-sink", "fes-sink-nakadi", sink("sink", "Nakadi")))));
    host.start();
    port = Integer.parseInt(Files.readString(portFile));
    host.awaitFirstTries();
  }

  @AfterAll
  static void stop() {
    host.stop();
    HTTP.close();
  }

  @Test
  void eachStageHasItsOwnEndpointsBehindItsName() throws Exception {
    JsonNode stage = json("/x-sink/actuator/stage");

    assertThat(stage.path("stage").asString()).isEqualTo("sink");
    assertThat(stage.path("streams").path(0).path("stream").asString()).isEqualTo("orders");
    assertThat(json("/x-sink/actuator/bindings").path(0).path("bindingName").asString())
        .isEqualTo("input");
    assertThat(get("/x-sink/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void aStageThatCannotStartSaysWhyAndTheOthersRun() throws Exception {
    JsonNode broken = json("/x-dead-letter/actuator/stage").path("streams").path(0);

    assertThat(broken.path("state").asString()).isEqualTo("Failed");
    assertThat(broken.path("error").asString()).contains("fes.sink.type");
  }

  @Test
  void theProcessIsLiveAndNotReadyWhileOneOfItsStagesIsNot() throws Exception {
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/actuator/health/readiness");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(
            JsonMapper.shared()
                .readTree(ready.body())
                .path("stages")
                .path("x-dead-letter")
                .asString())
        .isEqualTo("OUT_OF_SERVICE");
  }

  @Test
  void theMetricsOfAllStagesAreInOnePlace() throws Exception {
    assertThat(get("/actuator/prometheus").body())
        .contains("fes_events_total{", "stage=\"sink\"")
        .containsOnlyOnce("# TYPE jvm_threads_live_threads gauge");
  }

  @Test
  void whatBelongsToNoStageIsNotFound() throws Exception {
    assertThat(get("/nobody/actuator/stage").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  /** At an address where nobody is: a sink does not need Kafka to start. */
  private static Map<String, Object> sink(String role, String type) {
    return Map.of(
        "fes.stage.name",
        role,
        "fes.stage.stream",
        "orders",
        "fes.sink.type",
        type,
        "fes.sink.event-type",
        "orders",
        "fes.nakadi.base-uri",
        "http://127.0.0.1:1",
        KAFKA + "brokers",
        "127.0.0.1:1",
        KAFKA + "configuration.request.timeout.ms",
        500,
        KAFKA + "configuration.default.api.timeout.ms",
        1_000,
        "spring.cloud.stream.bindings.input.destination",
        "orders",
        "spring.cloud.stream.bindings.input.group",
        "orders");
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path).body());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
