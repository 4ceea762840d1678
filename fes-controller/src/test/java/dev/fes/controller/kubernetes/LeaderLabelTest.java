package dev.fes.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fes.controller.kubernetes.Election.Seat;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API server that has one pod, and says what it is told to say of a patch. */
class LeaderLabelTest {

  private static final String LEADS = "\"fes.zalando.org/leader\":\"true\"";
  private static final String STANDS_BY = "\"fes.zalando.org/leader\":null";

  private final List<String> patches = new CopyOnWriteArrayList<>();
  private volatile int code = 200;
  private HttpServer api;
  private KubernetesClient client;
  private LeaderLabel label;

  @BeforeEach
  void open() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    label = new LeaderLabel(client, new Seat("fes-system", "one"), Duration.ofMillis(20));
  }

  @AfterEach
  void close() {
    label.close();
    client.close();
    api.stop(0);
  }

  @Test
  void isWrittenAgainUntilTheApiServerHasIt() {
    code = 500;
    label.set(true);
    await().until(() -> patches.size() > 2);

    code = 200;
    int before = patches.size();
    await().until(() -> patches.size() > before);
    assertThat(patches).allMatch(patch -> patch.contains(LEADS));
    await().during(Duration.ofMillis(200)).until(() -> patches.size() <= before + 2);
  }

  @Test
  void whoStandsByAlsoTriesAgainAndOnlyUntilItLeads() {
    code = 500;
    label.set(false);
    await().until(() -> patches.size() > 1);
    assertThat(patches).allMatch(patch -> patch.contains(STANDS_BY));

    code = 200;
    label.set(true);
    await().untilAsserted(() -> assertThat(patches).last().asString().contains(LEADS));
  }

  @Test
  void isLeftAloneWhereThereIsNoSuchPod() {
    code = 404;
    label.set(false);

    await().until(() -> !patches.isEmpty());
    await().during(Duration.ofMillis(200)).until(() -> patches.size() == 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean isPatch = exchange.getRequestMethod().equals("PATCH");
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] body =
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"one\",\"namespace\":\"fes-system\"}}"
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(isPatch ? code : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    if (isPatch) {
      patches.add(asked);
    }
  }
}
