package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An event stream as {@code /actuator/streams} tells it.
 *
 * @param name which of its resource's; empty where there is one only
 */
record StreamView(LocalInstallation fes, String resource, String name) {

  private static final Duration CHANGE = Duration.ofMinutes(2);

  StreamView(LocalInstallation fes, String resource) {
    this(fes, resource, "");
  }

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

  /** The state and the error of one of its stages. */
  String described(String role) {
    JsonNode stage = stage(role);
    return stage.path("state").asString("") + ": " + stage.path("error").asString("");
  }

  /** What it has counted since its stages started last, such as {@code ignored}. */
  long counted(String figure) {
    return stream().path("figures").path("counts").path(figure).asLong(0);
  }

  long pid(String role) {
    return stage(role).path("pid").asLong(0);
  }

  int port(String role) {
    return stage(role).path("port").asInt(0);
  }

  /** The event that it cannot pass; empty if there is none. */
  String blocking(String role) {
    return stage(role).path("blocking").path(0).asString("");
  }

  /** How far its backfill is, in words. */
  String backfill() {
    return stage("source").path("backfill").asString("");
  }

  String streamName() {
    return stream().path("name").asString("");
  }

  /** As kill -9. One that was killed a moment ago may still be told; then its successor is. */
  void kill(String role) {
    await().atMost(CHANGE).until(() -> isKilled(pid(role)));
  }

  private boolean isKilled(long pid) {
    Optional<ProcessHandle> found =
        fes.stages().stream().filter(stage -> stage.pid() == pid && stage.isAlive()).findFirst();
    if (found.isEmpty() || !found.get().destroyForcibly()) {
      return false;
    }
    await().atMost(CHANGE).until(() -> !found.get().isAlive());
    return true;
  }

  /** Another process has taken its place, and all run. */
  void awaitSuccessor(String role, long killed) {
    await().atMost(CHANGE).until(() -> pid(role) != 0 && pid(role) != killed);
    awaitState("Running");
  }

  /** Its state and what is wrong, so that a test that waits in vain says both. */
  String described() {
    return state() + ": " + error();
  }

  private String state() {
    return stream().path("state").asString("");
  }

  private JsonNode stage(String role) {
    return find(stream().path("stages"), "role", role);
  }

  private JsonNode stream() {
    JsonNode streams = told().path("streams");
    return name.isEmpty() ? streams.path(0) : find(streams, "name", name);
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
