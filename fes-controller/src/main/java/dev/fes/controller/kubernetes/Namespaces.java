package dev.fes.controller.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which namespaces are there to stay. */
final class Namespaces {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(boolean ending, Instant time) {}

  Namespaces(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether nothing can be made in it any more. One that we may not look at is taken to stay. */
  boolean isEnding(String name) {
    Instant now = clock.instant();
    return answers
        .compute(
            name,
            (_, last) ->
                last != null && now.isBefore(last.time().plus(FRESH))
                    ? last
                    : new Answer(look(name), now))
        .ending();
  }

  private boolean look(String name) {
    try {
      Namespace namespace = client.namespaces().withName(name).get();
      return namespace == null || namespace.getMetadata().getDeletionTimestamp() != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }
}
