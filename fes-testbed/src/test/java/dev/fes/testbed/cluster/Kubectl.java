package dev.fes.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real kubectl, as a person uses it.
 *
 * @param options that every call has, such as the namespace
 */
record Kubectl(List<String> options) {

  /** How a call ended and all that it said. */
  record Answer(int code, String text) {

    boolean isOk() {
      return code == 0;
    }
  }

  Kubectl() {
    this(List.of());
  }

  Kubectl in(String namespace) {
    return new Kubectl(List.of("--namespace", namespace));
  }

  /** What it says when it succeeds; a failure is the test's. */
  String ok(String... args) {
    return ok("", args);
  }

  String ok(String input, String[] args) {
    Answer answer = ask(input, args);
    if (!answer.isOk()) {
      throw new AssertionError("kubectl " + String.join(" ", args) + ": " + answer.text());
    }
    return answer.text();
  }

  Answer ask(String... args) {
    return ask("", args);
  }

  /** Applies what is written here rather than in a file. */
  String apply(String manifest, String... args) {
    return ok(
        manifest,
        Stream.concat(Stream.of("apply", "-f", "-"), Stream.of(args)).toArray(String[]::new));
  }

  JsonNode json(String... args) {
    List<String> call = new ArrayList<>(List.of(args));
    call.addAll(List.of("-o", "json"));
    return JsonMapper.shared().readTree(ok(call.toArray(String[]::new)));
  }

  Answer ask(String input, String[] args) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(options);
    command.addAll(List.of(args));
    try {
      Path output = Files.createTempFile("kubectl", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Answer(process.waitFor(), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl cannot be run: is it on the PATH?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
