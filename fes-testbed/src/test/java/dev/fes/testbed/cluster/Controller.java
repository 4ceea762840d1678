package dev.fes.testbed.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The controller as a process of this machine that works on the cluster by a kubeconfig. */
final class Controller implements AutoCloseable {

  private static final Path JAR = Path.of("../fes-controller/target/fes-controller.jar");
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private final Process process;
  private final int port;
  private final Path log;

  private Controller(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static Controller start(Settings settings, int port, String... jvm) {
    try {
      Path log = Files.createTempFile("fes-controller-", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
      command.addAll(List.of(jvm));
      command.addAll(List.of("-jar", JAR.toString(), "run"));
      command.addAll(List.of("--config", settings.file().toString()));
      command.addAll(List.of("--port", Integer.toString(port)));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      settings.kubeconfig().ifPresent(file -> builder.environment().put("KUBECONFIG", file));
      builder.environment().keySet().removeIf(name -> name.startsWith("FES_"));
      // as in a pod, where it is the pod's name: who stands for election
      builder.environment().put("HOSTNAME", "fes-controller-" + port);
      return new Controller(builder.start(), port, log);
    } catch (IOException e) {
      throw new UncheckedIOException("the controller could not be started", e);
    }
  }

  /** What it answers at a path such as {@code /actuator/streams}; empty while it does not. */
  String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  JsonNode json(String path) {
    String answer = get(path);
    return JsonMapper.shared().readTree(answer.isEmpty() ? "{}" : answer);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most memory it has had, as the kernel counts it; only Linux tells. */
  long peakMemory() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a node that loses its power. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
    File kept = log.toFile();
    if (!Boolean.getBoolean("fes.keep.logs") && !kept.delete()) {
      kept.deleteOnExit();
    }
  }
}
