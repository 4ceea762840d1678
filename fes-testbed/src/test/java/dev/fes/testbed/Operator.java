package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who asks the controller for what needs a right.
 *
 * @param token empty for nobody in particular
 */
record Operator(LocalInstallation fes, String token) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** The status code and the JSON of an answer. */
  record Answer(int status, JsonNode json) {}

  /** Whoever has the token of the configuration. */
  static Operator of(LocalInstallation fes) {
    try {
      return new Operator(fes, Files.readString(fes.operatorToken()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer get(String path) {
    return ask(request(path).GET());
  }

  Answer post(String path, String body) {
    return ask(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(fes.address().resolve(path))
            .header("Content-Type", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer ask(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
