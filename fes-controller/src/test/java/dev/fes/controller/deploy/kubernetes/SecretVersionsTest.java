package dev.fes.controller.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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

/** Against an API that speaks HTTP only, for what is asked and what is made of the answer. */
class SecretVersionsTest {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int code = 200;
  private volatile String version = "7";
  private HttpServer api;
  private KubernetesClient client;

  @BeforeEach
  void open() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Accept"));
          byte[] body =
              "{\"kind\":\"PartialObjectMetadata\",\"metadata\":{\"resourceVersion\":\"%s\"}}"
                  .formatted(version)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort() + "/base")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    api.stop(0);
  }

  @Test
  void asksForMetadataAlone() {
    assertThat(versions(Duration.ofMinutes(1)).of("shop", "orders-db")).contains("7");

    assertThat(asked)
        .containsExactly(
            "/base/api/v1/namespaces/shop/secrets/orders-db"
                + " application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
  }

  @Test
  void asksAgainOnlyAfterAWhile() {
    SecretVersions lasting = versions(Duration.ofMinutes(1));
    SecretVersions brief = versions(Duration.ZERO);
    lasting.of("shop", "a");
    brief.of("shop", "a");
    version = "8";

    assertThat(lasting.of("shop", "a")).contains("7");
    assertThat(brief.of("shop", "a")).contains("8");
  }

  @Test
  void hasNoVersionOfWhatIsMissingOrForbidden() {
    code = 404;
    assertThat(versions(Duration.ZERO).of("shop", "a")).isEmpty();
    code = 403;
    assertThat(versions(Duration.ZERO).of("shop", "a")).isEmpty();
  }

  @Test
  void takesATroubledApiForNoChange() {
    SecretVersions brief = versions(Duration.ZERO);
    brief.of("shop", "a");

    code = 500;
    assertThat(brief.of("shop", "a")).contains("7");
    api.stop(0);
    assertThat(brief.of("shop", "a")).contains("7");
  }

  private SecretVersions versions(Duration validity) {
    return new SecretVersions(client, validity);
  }
}
