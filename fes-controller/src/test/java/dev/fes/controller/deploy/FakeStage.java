package dev.fes.controller.deploy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stage, or several in one process, that does nothing but what the contract asks of its process.
 * Files in its work directory's grandparent steer it: {@code broken} lets it end at once, {@code
 * deaf} lets it ignore a request to end; it writes its end to {@code journal}. What is in {@code
 * says-} with a stage's name is its answer, and none is given while there is {@code mute-} with its
 * name. Told to release its reader, it says so in its words file; {@code bound} lets it say that it
 * cannot.
 */
public final class FakeStage {

  private FakeStage() {}

  public static void main(String[] args) throws Exception {
    String spec = System.getenv("FES_COMPACT_STAGES");
    String settings =
        spec == null ? System.getenv("SPRING_APPLICATION_JSON") : Files.readString(Path.of(spec));
    Path portFile = Path.of(setting(settings, spec == null ? "fes.stage.port-file" : "portFile"));
    Path root = portFile.getParent().getParent().getParent();
    String name = portFile.getParent().getFileName().toString();
    if (Files.exists(root.resolve("broken"))) {
      System.out.println("cannot live without its heart");
      System.exit(3);
    }
    if (settings.contains("\"fes.source.release\":true")) {
      release(Path.of(setting(settings, "fes.source.release-words-file")), root);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(root, name)));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    if (spec == null) {
      serve(server, "", root.resolve(name), settings);
    } else {
      Matcher stage =
          Pattern.compile("\\{\"name\":\"([^\"]+)\".*?\"settings\":(\\{.*?)(?=\\{\"name\"|$)")
              .matcher(settings);
      while (stage.find()) {
        serve(server, "/" + stage.group(1), root.resolve(stage.group(1)), stage.group(2));
      }
    }
    server.start();
    Path draft = portFile.resolveSibling("port.tmp");
    Files.writeString(draft, Integer.toString(server.getAddress().getPort()));
    Files.move(draft, portFile, StandardCopyOption.ATOMIC_MOVE);
    System.out.println("started");
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }

  /**
   * @param stage beside it is what steers its answer
   */
  private static void serve(HttpServer server, String path, Path stage, String settings) {
    server.createContext(
        path + "/actuator/stage",
        exchange -> {
          byte[] report = said(stage, settings).getBytes(StandardCharsets.UTF_8);
          boolean mute = Files.exists(stage.resolveSibling("mute-" + stage.getFileName()));
          exchange.sendResponseHeaders(mute ? 503 : 200, report.length);
          exchange.getResponseBody().write(report);
          exchange.close();
        });
  }

  private static void release(Path words, Path root) throws IOException {
    boolean bound = Files.exists(root.resolve("bound"));
    Files.writeString(words, bound ? "the slot is still read\n" : "the slot is dropped\n");
    System.exit(bound ? 1 : 0);
  }

  private static String said(Path stage, String settings) throws IOException {
    Path words = stage.resolveSibling("says-" + stage.getFileName());
    return Files.exists(words) ? Files.readString(words) : report(settings);
  }

  private static String report(String settings) {
    return """
                {"stage": "%s", "new": 1, "streams": [{"stream": "%s", "state": "Running", "since": "2026-01-01T00:00:00Z",
                 "published": 7, "filtered": 0, "ignored": 0, "deadLettered": 0, "deadLetterRefused": 0}]}"""
        .formatted(setting(settings, "fes.stage.name"), setting(settings, "fes.stage.stream"));
  }

  private static void end(Path root, String name) {
    try {
      Files.writeString(
          root.resolve("journal"),
          name + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (Files.exists(root.resolve("deaf"))) {
        Thread.sleep(60_000);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + Pattern.quote(key) + "\":\"([^\"]*)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }
}
