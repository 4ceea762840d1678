package dev.fes.controller.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks a stage how it is. */
public final class StageProbe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LONGEST_ANSWER = 4L * 1024 * 1024;

  private final JsonMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** The port a stage wrote down once it listened. */
  static OptionalInt port(Path portFile) {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(portFile).strip()));
    } catch (IOException | NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  /**
   * Its report, or nothing when it cannot be reached or understood.
   *
   * @param path what its own paths come after
   */
  public Optional<StageReport> ask(String host, int port, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  new URI("http", null, host, port, path + "/actuator/stage", null, null))
              .timeout(PATIENCE)
              .build();
      HttpResponse<byte[]> response =
          http.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER));
      return response.statusCode() == 200
          ? Optional.of(json.readValue(response.body(), StageReport.class))
          : Optional.empty();
    } catch (IOException | URISyntaxException | JacksonException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
