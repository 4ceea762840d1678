package dev.fes.sink.nakadi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Posts bodies to one event type. */
record NakadiClient(EventType eventType, boolean gzip, Token token, Connections connections) {

  /**
   * Sends the body and waits for the answer; once more if there is another token than the refused
   * one.
   *
   * @throws dev.fes.stage.StageFailure if there is no answer
   */
  Answer post(byte[] body, Trail trail) throws InterruptedException {
    Optional<String> authorization = token.authorization();
    Answer answer = exchange(body, trail, authorization);
    if (answer.status() != 401 || authorization.isEmpty()) {
      return answer;
    }
    token.refused(authorization.get());
    Optional<String> renewed = token.authorization();
    return renewed.equals(authorization) ? answer : exchange(body, trail, renewed);
  }

  private Answer exchange(byte[] body, Trail trail, Optional<String> authorization)
      throws InterruptedException {
    return connections.exchange(
        request(body, trail, authorization), "Nakadi at " + eventType.baseUri());
  }

  private HttpRequest request(byte[] body, Trail trail, Optional<String> authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(eventType.events())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, application/problem+json");
    trail.mark(request);
    authorization.ifPresent(value -> request.header("Authorization", value));
    if (gzip) {
      return request
          .header("Content-Encoding", "gzip")
          .POST(BodyPublishers.ofByteArray(compressed(body)))
          .build();
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
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
}
