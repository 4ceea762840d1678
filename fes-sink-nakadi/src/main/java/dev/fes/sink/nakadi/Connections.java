package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.stage.StageFailure;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests and their whole answers, over connections that stay open. */
final class Connections implements AutoCloseable {

  private static final long MAX_ANSWER_BYTES = 16L << 20;

  private final Duration readTimeout;
  private final HttpClient http;

  Connections(NakadiSettings settings) {
    this.readTimeout = settings.readTimeout();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Sends the request and waits for the whole answer: a body that never ends is a time-out too.
   *
   * @param neighbour whom it goes to, in words
   * @throws StageFailure if there is no answer
   */
  Answer exchange(HttpRequest request, String neighbour) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer(response.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new StageFailure(ConnectionFailure.of(e.getCause(), neighbour));
    } catch (TimeoutException e) {
      throw new StageFailure(ConnectionFailure.of(e, neighbour));
    } finally {
      response.cancel(true);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        new String(response.body(), UTF_8),
        response.headers().firstValue("Retry-After").flatMap(Connections::seconds));
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
