package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells a stage to do something, with the token of its resource. */
public final class StageCommands implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longer than a stage may take to decide. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final StageTokens tokens;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  public StageCommands(StageTokens tokens) {
    this.tokens = tokens;
  }

  /** What it answered: the status and the words. */
  public record Answer(int status, String words) {}

  /**
   * @throws IOException when it cannot be reached or understood
   */
  public Answer skip(ResourceKey resource, StageAddress stage, String event) throws IOException {
    return post(resource, stage, "stage", Map.of("skip", event));
  }

  /**
   * @param action start or cancel
   * @throws IOException when it cannot be reached or understood
   */
  public Answer backfill(ResourceKey resource, StageAddress stage, String stream, String action)
      throws IOException {
    return post(resource, stage, "backfill", Map.of("stream", stream, "action", action));
  }

  private Answer post(
      ResourceKey resource, StageAddress stage, String endpoint, Map<String, String> body)
      throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  new URI(
                      "http",
                      null,
                      stage.host(),
                      stage.port(),
                      stage.path() + "/actuator/" + endpoint,
                      null,
                      null))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + tokens.token(resource))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode said = JSON.readTree(response.body());
      return new Answer(
          response.statusCode(), said.path("done").asString(said.path("error").asString("")));
    } catch (URISyntaxException | JacksonException e) {
      throw new IOException("an answer that makes no sense", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
