package dev.fes.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Bearer;
import dev.fes.controller.ops.Caller;
import dev.fes.controller.ops.Refusal;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.ops.Right;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is asked of an API server, and what its answers mean. Ann may act in shop, and see nothing.
 */
class ReviewsTest {

  private static final ResourceKey KEY = new ResourceKey("shop", "orders");

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private HttpServer api;
  private KubernetesClient client;
  private Instant now = Instant.EPOCH;
  private volatile boolean refuses;
  private Reviews reviews;

  @BeforeEach
  void open() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    reviews = new Reviews(client, List.of("fes"), new TestClock());
  }

  @AfterEach
  void close() {
    client.close();
    api.stop(0);
  }

  @Test
  void admitsWhomTheApiServerLetsUpdateThatResource() {
    assertThat(reviews.admit(new Bearer("anns"), KEY, Right.ACT)).isEqualTo(new Caller("ann"));

    assertThat(asked.get(0).at("/spec/token").asString()).isEqualTo("anns");
    assertThat(asked.get(0).at("/spec/audiences/0").asString()).isEqualTo("fes");
    JsonNode spec = asked.get(1).path("spec");
    assertThat(spec.path("user").asString()).isEqualTo("ann");
    assertThat(spec.at("/groups/0").asString()).isEqualTo("team");
    assertThat(attribute(spec, "group")).isEqualTo("zalando.org");
    assertThat(attribute(spec, "resource")).isEqualTo("fabriceventstreams");
    assertThat(attribute(spec, "verb")).isEqualTo("update");
    assertThat(attribute(spec, "namespace")).isEqualTo("shop");
    assertThat(attribute(spec, "name")).isEqualTo("orders");
    assertThat(attribute(spec, "subresource")).isEmpty();
  }

  @Test
  void payloadsAreASubresource() {
    refuses(new Bearer("anns"), Right.READ_PAYLOADS, Reason.FORBIDDEN, "ann may not get");

    JsonNode spec = asked.getLast().path("spec");
    assertThat(attribute(spec, "verb")).isEqualTo("get");
    assertThat(attribute(spec, "subresource")).isEqualTo("payloads");
  }

  @Test
  void aRightInTheNamespaceIsAskedForWithoutAName() {
    assertThat(reviews.admit(new Bearer("anns"), "shop", Right.ACT).name()).isEqualTo("ann");

    assertThat(attribute(asked.getLast().path("spec"), "name")).isEmpty();
  }

  @Test
  void refusesNobodyAndWhomTheClusterDoesNotKnow() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> reviews.admit(null, KEY, Right.ACT))
        .withMessageContaining("Authorization: Bearer");
    assertThat(asked).isEmpty();
    refuses(new Bearer("nobodys"), Right.ACT, Reason.UNKNOWN_CALLER, "does not know this token");
    assertThat(asked).as("nothing more is asked about nobody").hasSize(1);
  }

  @Test
  void anAnswerHoldsForAMoment() {
    reviews.admit(new Bearer("anns"), KEY, Right.ACT);
    now = now.plus(Duration.ofSeconds(9));
    reviews.admit(new Bearer("anns"), KEY, Right.ACT);
    assertThat(asked).hasSize(2);

    now = now.plus(Duration.ofSeconds(2));
    reviews.admit(new Bearer("anns"), KEY, Right.ACT);
    assertThat(asked).hasSize(4);
  }

  @Test
  void saysWhichRightTheControllerLacks() {
    refuses = true;

    refuses(new Bearer("anns"), Right.ACT, Reason.FORBIDDEN, "fes-controller-reviews");
    refuses = false;
    assertThat(reviews.admit(new Bearer("anns"), KEY, Right.ACT).name())
        .as("what was not answered is asked again")
        .isEqualTo("ann");
  }

  private void refuses(Bearer bearer, Right right, Reason reason, String words) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> reviews.admit(bearer, KEY, right))
        .withMessageContaining(words)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static String attribute(JsonNode spec, String name) {
    return spec.path("resourceAttributes").path(name).asString("");
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode question = JsonMapper.shared().readTree(exchange.getRequestBody());
    asked.add(question);
    boolean isToken = question.path("kind").asString().equals("TokenReview");
    String status =
        isToken
            ? question.at("/spec/token").asString().equals("anns")
                ? "{\"authenticated\": true, \"user\": {\"username\": \"ann\", \"groups\": [\"team\"]}}"
                : "{\"authenticated\": false}"
            : "{\"allowed\": " + attribute(question.path("spec"), "verb").equals("update") + "}";
    byte[] body =
        "{\"apiVersion\": \"%s\", \"kind\": \"%s\", \"status\": %s}"
            .formatted(
                question.path("apiVersion").asString(), question.path("kind").asString(), status)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(refuses ? 403 : 201, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private final class TestClock extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
