package dev.fes.testbed.cluster;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stage that says that it runs and does nothing, at a loopback address of its own. */
final class PlayedStage implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpServer server;

  private PlayedStage(HttpServer server) {
    this.server = server;
  }

  /**
   * @param settings its {@code application.yaml}
   */
  static PlayedStage start(String settings, int port) {
    PlayedStage stage = new PlayedStage(listen(port));
    byte[] report = report(JsonMapper.shared().readTree(settings)).getBytes(StandardCharsets.UTF_8);
    stage.server.createContext(
        "/actuator/stage",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, report.length);
          exchange.getResponseBody().write(report);
          exchange.close();
        });
    stage.server.start();
    return stage;
  }

  String address() {
    return server.getAddress().getAddress().getHostAddress();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /**
   * The whole of 127.0.0.0/8 is this machine's, so each pod has an IP where its port is free,
   * unless somebody listens on that port of all addresses.
   */
  private static HttpServer listen(int port) {
    try {
      return await()
          .atMost(PATIENCE)
          .ignoreException(BindException.class)
          .until(() -> HttpServer.create(new InetSocketAddress(anyLoopback(), port), 0), _ -> true);
    } catch (ConditionTimeoutException taken) {
      throw new IllegalStateException(
          "a program of this machine has port " + port + " on all addresses: end it", taken);
    }
  }

  private static InetAddress anyLoopback() throws UnknownHostException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] ip = {127, (byte) random.nextInt(1, 250), (byte) random.nextInt(250), 7};
    return InetAddress.getByAddress(ip);
  }

  private static String report(JsonNode settings) {
    List<Map<String, Object>> streams = streams(settings).map(PlayedStage::entry).toList();
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of("stage", settings.path("fes.stage.name").asString(), "streams", streams));
  }

  private static Stream<String> streams(JsonNode settings) {
    return settings.has("fes.source.routes")
        ? settings
            .get("fes.source.routes")
            .valueStream()
            .map(route -> route.path("stream").asString())
        : Stream.of(settings.path("fes.stage.stream").asString());
  }

  private static Map<String, Object> entry(String stream) {
    return Map.of(
        "stream", stream,
        "state", "Running",
        "since", "2026-01-01T00:00:00Z",
        "published", 7,
        "filtered", 0,
        "ignored", 0,
        "deadLettered", 0,
        "deadLetterRefused", 0);
  }
}
