package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which version a Secret has. Only its metadata is asked for: its values never reach this process.
 */
final class SecretVersions {

  private static final Logger LOG = LoggerFactory.getLogger(SecretVersions.class);
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final long PATIENCE_SECONDS = 5;
  private static final int FORGOTTEN_AFTER = 10;

  private final KubernetesClient client;
  private final Duration validity;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final JsonMapper json = JsonMapper.builder().build();

  private record Known(@Nullable String version, long at) {}

  /**
   * @param validity how long an answer counts
   */
  SecretVersions(KubernetesClient client, Duration validity) {
    this.client = client;
    this.validity = validity;
  }

  /** Nothing for one that is missing, may not be seen, or could never be asked for. */
  Optional<String> of(String namespace, String secret) {
    String id = namespace + "/" + secret;
    Known last = known.get(id);
    long now = System.nanoTime();
    if (last != null && now - last.at() < validity.toNanos()) {
      return Optional.ofNullable(last.version());
    }
    known.values().removeIf(answer -> now - answer.at() > FORGOTTEN_AFTER * validity.toNanos());
    Known answer = new Known(ask(namespace, secret, last), now);
    known.put(id, answer);
    return Optional.ofNullable(answer.version());
  }

  private @Nullable String ask(String namespace, String secret, @Nullable Known last) {
    String before = last == null ? null : last.version();
    try {
      HttpResponse<byte[]> response =
          client
              .getHttpClient()
              .sendAsync(request(namespace, secret), byte[].class)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return switch (response.code()) {
        case 200 ->
            json.readTree(response.body()).path("metadata").path("resourceVersion").asString(null);
        case 403, 404 -> null;
        default -> before;
      };
    } catch (ExecutionException | TimeoutException | JacksonException e) {
      LOG.debug("{}/{} cannot be asked for", namespace, secret, e);
      return before;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return before;
    }
  }

  private HttpRequest request(String namespace, String secret) {
    URI uri =
        URI.create(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/secrets/" + secret);
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(uri)
        .header("Accept", METADATA_ONLY)
        .build();
  }
}
