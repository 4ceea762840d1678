package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/** Posts bodies to one event type over connections that stay open. */
final class NakadiClient implements AutoCloseable {

  private static final long MAX_ANSWER_BYTES = 16L << 20;

  private final EventType eventType;
  private final NakadiSettings settings;
  private final Token token;
  private final HttpClient http;

  NakadiClient(EventType eventType, NakadiSettings settings, Token token) {
    this.eventType = eventType;
    this.settings = settings;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Sends the body and waits for the answer; once more if the token was replaced meanwhile.
   *
   * @throws StageFailure if there is no answer
   */
  Answer post(byte[] body, String flowId) throws InterruptedException {
    Optional<String> authorization = token.authorization();
    Answer answer = exchange(request(body, flowId, authorization));
    if (answer.status() == 401) {
      Optional<String> replaced = token.authorization();
      return replaced.equals(authorization) ? answer : exchange(request(body, flowId, replaced));
    }
    return answer;
  }

  private HttpRequest request(byte[] body, String flowId, Optional<String> authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(eventType.events())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, application/problem+json")
            .header("X-Flow-Id", flowId);
    authorization.ifPresent(value -> request.header("Authorization", value));
    if (settings.gzip()) {
      return request
          .header("Content-Encoding", "gzip")
          .POST(BodyPublishers.ofByteArray(compressed(body)))
          .build();
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  /** The wait covers the whole answer: a body that never ends is a time-out too. */
  private Answer exchange(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer(response.get(settings.readTimeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new StageFailure(ConnectionFailure.of(e.getCause(), eventType.baseUri()));
    } catch (TimeoutException e) {
      throw new StageFailure(ConnectionFailure.of(e, eventType.baseUri()));
    } finally {
      response.cancel(true);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        new String(response.body(), UTF_8),
        response.headers().firstValue("Retry-After").flatMap(NakadiClient::seconds));
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }

  private static byte[] compressed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
