package dev.fes.controller.kubernetes;

import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.kubernetes.ClusterResource.Since;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A status as the CustomResourceDefinition has it, within its limits, and as a merge patch: what is
 * not known any more is null. It says what stages say, and those never say what is in a row or a
 * Secret.
 */
final class StatusJson {

  /** The longest texts and lists the CustomResourceDefinition takes. */
  private static final int REASON = 1024;

  private static final int MESSAGE = 32_768;
  private static final int DEFINITION = 255;
  private static final int ERROR = 4096;
  private static final int STREAMS = 400;

  private static final JsonMapper JSON = JsonMapper.shared();

  private StatusJson() {}

  /**
   * @param since what the conditions were, which outlives this process
   */
  static String of(ResourceStatus status, Map<String, Since> since) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode json = root.putObject("status");
    json.put("observedGeneration", status.generation());
    var conditions = json.putArray("conditions");
    status
        .conditions()
        .forEach(condition -> write(condition, status.generation(), since, conditions.addObject()));
    json.set("summary", summary(status.streams()));
    var streams = json.putArray("eventStreams");
    status.streams().stream().limit(STREAMS).forEach(stream -> write(stream, streams.addObject()));
    return JSON.writeValueAsString(root);
  }

  private static void write(
      Condition condition, long generation, Map<String, Since> since, ObjectNode json) {
    String type = condition.type().title();
    Since before = since.get(type);
    Instant time =
        before != null && before.status() == condition.status()
            ? before.time()
            : condition.lastTransitionTime();
    json.put("type", type);
    json.put("status", condition.status() ? "True" : "False");
    json.put("observedGeneration", generation);
    json.put("lastTransitionTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("reason", cut(condition.reason(), REASON));
    json.put("message", cut(condition.message(), MESSAGE));
  }

  private static ObjectNode summary(List<StreamStatus> streams) {
    long running = streams.stream().filter(stream -> stream.state() == StreamState.RUNNING).count();
    ObjectNode json = JSON.createObjectNode();
    json.put("streams", running + "/" + streams.size());
    json.put("lag", lag(streams));
    json.put(
        "deadLetters",
        streams.stream().mapToLong(stream -> stream.figures().counts().deadLettered()).sum());
    return json;
  }

  private static @Nullable String lag(List<StreamStatus> streams) {
    return streams.stream()
        .flatMap(stream -> Stream.ofNullable(stream.figures().lag().seconds()))
        .max(Double::compare)
        .map(seconds -> words(Duration.ofSeconds(Math.max(0, Math.round(seconds)))))
        .orElse(null);
  }

  /** The two largest units: 12s, 4m12s, 3h, 2d5h. */
  static String words(Duration lag) {
    long[] parts = {lag.toDaysPart(), lag.toHoursPart(), lag.toMinutesPart(), lag.toSecondsPart()};
    String units = "dhms";
    int first = 0;
    while (first < 3 && parts[first] == 0) {
      first++;
    }
    String words = parts[first] + units.substring(first, first + 1);
    return first == 3 || parts[first + 1] == 0
        ? words
        : words + parts[first + 1] + units.charAt(first + 1);
  }

  private static void write(StreamStatus stream, ObjectNode json) {
    json.put("name", stream.name());
    json.put("definition", cut(stream.definition(), DEFINITION));
    json.put("state", stream.state().title());
    StreamStatus.Problem problem = stream.problem();
    if (problem != null) {
      json.put("stage", problem.stage());
      json.put("error", cut(problem.error(), ERROR));
    }
    StreamStatus.Lag lag = stream.figures().lag();
    if (lag.seconds() != null) {
      json.put("lagSeconds", Math.round(lag.seconds()));
    }
    if (lag.bytes() != null) {
      json.put("lagBytes", Math.max(0, Objects.requireNonNull(lag.bytes())));
    }
    StreamStatus.Counts counts = stream.figures().counts();
    json.put("published", counts.published());
    json.put("filtered", counts.filtered());
    json.put("ignored", counts.ignored());
    json.put("deadLettered", counts.deadLettered());
    json.put("deadLetterRefused", counts.deadLetterRefused());
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
