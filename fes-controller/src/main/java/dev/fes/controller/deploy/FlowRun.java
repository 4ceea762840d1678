package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a flow's app once over changes that are given, as a child process without a topic: so what
 * comes out is what the stage itself would make. Bounded in time and output; one run at a time, for
 * each is a process of its own.
 */
public final class FlowRun {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Characters, of which values take four for three bytes. */
  private static final long MOST_OUTPUT = 32L * 1024 * 1024;

  private static final int LAST_WORDS = 2_000;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final Launch launch;

  public FlowRun(Installation installation, Map<String, String> environment) {
    StageTokens tokens = new StageTokens(KeyFile::random); // a run takes no commands
    this.launch = new Launch(installation, environment, tokens);
  }

  /** An event as it would leave the flow. */
  public record Sent(String id, byte[] key, byte[] value) {}

  /**
   * What became of one change.
   *
   * @param error why it is bad; null where it is not
   */
  public record Answer(List<Sent> events, @Nullable String error) {

    public Answer {
      events = List.copyOf(events);
    }
  }

  /** It could not be run, or not to its end; the message says why. */
  public static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * An answer for each change.
   *
   * @throws Failed if there are none
   */
  public synchronized List<Answer> run(ResourceKey key, Stage flow, List<Event> changes) {
    try {
      Path directory = Files.createTempDirectory("fes-preview-");
      try {
        return run(key, flow, changes, directory);
      } finally {
        FileSystemUtils.deleteRecursively(directory);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new Failed("the flow cannot be run: " + e.getMessage());
    } catch (IllegalStateException e) {
      throw new Failed("the flow cannot be run here: " + e.getMessage());
    }
  }

  private List<Answer> run(ResourceKey key, Stage flow, List<Event> changes, Path directory)
      throws IOException {
    Path input = directory.resolve("changes");
    Path output = directory.resolve("events");
    Path log = directory.resolve("log");
    Files.write(input, changes.stream().map(FlowRun::line).toList());
    Process child =
        launch
            .process(
                key,
                Unit.of(flow, Set.of()),
                directory.resolve("port"),
                Map.of(
                    "fes.flow.preview.input", input.toString(),
                    "fes.flow.preview.output", output.toString()))
            .redirectOutput(log.toFile())
            .start();
    try {
      await(child, log);
    } finally {
      child.destroyForcibly();
    }
    List<Answer> answers = read(output);
    if (answers.size() != changes.size()) {
      throw new Failed(
          "the flow answered " + answers.size() + " of " + changes.size() + " records");
    }
    return answers;
  }

  private static void await(Process child, Path log) throws IOException {
    try {
      if (!child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new Failed(
            "the flow takes longer than " + LIMIT.toSeconds() + " s: give fewer records");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted");
    }
    if (child.exitValue() != 0) {
      throw new Failed(
          "the flow ended with exit code " + child.exitValue() + "; its last words: " + tail(log));
    }
  }

  private static String tail(Path log) throws IOException {
    String all = Files.readString(log);
    return all.substring(Math.max(0, all.length() - LAST_WORDS)).strip();
  }

  private static String line(Event change) {
    Facts facts = change.facts();
    ObjectNode json = JSON.createObjectNode();
    json.put("id", facts.id());
    json.put("position", facts.position());
    json.put("op", facts.op().name());
    json.put("table", facts.table());
    json.put("committedAt", facts.committedAtMicros());
    json.put("key", BASE64.encodeToString(change.key()));
    json.put("value", BASE64.encodeToString(change.value()));
    return JSON.writeValueAsString(json);
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString());
  }

  private static List<Answer> read(Path output) throws IOException {
    if (Files.size(output) > MOST_OUTPUT) {
      throw new Failed("the flow makes more than " + MOST_OUTPUT + " bytes: give fewer records");
    }
    List<Answer> answers = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(output)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(answer(JSON.readTree(line)));
      }
    }
    return answers;
  }

  private static Answer answer(JsonNode json) {
    List<Sent> events = new ArrayList<>();
    for (JsonNode event : json.path("events")) {
      events.add(
          new Sent(
              event.path("id").asString(), bytes(event.path("key")), bytes(event.path("value"))));
    }
    JsonNode error = json.path("error");
    return new Answer(events, error.isMissingNode() ? null : error.asString());
  }
}
