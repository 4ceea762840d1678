package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The one event stream of a resource as {@code /actuator/streams} tells it. */
record StreamView(LocalInstallation fes, String resource) {

  private static final Duration CHANGE = Duration.ofMinutes(2);

  boolean isGone() {
    return told().isMissingNode();
  }

  String error() {
    return stream().path("problem").path("error").asString("");
  }

  /** Nothing waits in the topics between its stages. */
  boolean isDrained() {
    JsonNode waiting = stream().path("figures").path("lag").path("records");
    return "Running".equals(state()) && waiting.isNumber() && waiting.asLong() == 0;
  }

  void awaitState(String wanted) {
    await().atMost(CHANGE).until(this::described, described -> described.startsWith(wanted + ":"));
  }

  long pid(String role) {
    return stage(role).path("pid").asLong(0);
  }

  /** As kill -9. */
  void kill(String role) {
    if (!ProcessHandle.of(pid(role)).orElseThrow().destroyForcibly()) {
      throw new IllegalStateException(role + " cannot be killed");
    }
  }

  /** Another process has taken its place, and all run. */
  void awaitSuccessor(String role, long killed) {
    await().atMost(CHANGE).until(() -> pid(role) != 0 && pid(role) != killed);
    awaitState("Running");
  }

  /** Its state and what is wrong, so that a test that waits in vain says both. */
  private String described() {
    return state() + ": " + error();
  }

  private String state() {
    return stream().path("state").asString("");
  }

  private JsonNode stage(String role) {
    return find(stream().path("stages"), "role", role);
  }

  private JsonNode stream() {
    return told().path("streams").path(0);
  }

  private JsonNode told() {
    try {
      JsonNode all = JsonMapper.shared().readTree(fes.get("/actuator/streams"));
      return find(all.path("resources"), "name", resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode find(JsonNode all, String field, String value) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> value.equals(one.path(field).asString("")))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
