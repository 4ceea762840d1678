package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that watches an installation: its controller and every stage. */
final class PrometheusServer implements AutoCloseable {

  private static final String TARGETS = "targets.json";
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: [rules.json]
      scrape_configs:
        - job_name: fes
          honor_labels: true
          metrics_path: /actuator/prometheus
          file_sd_configs: [{files: [targets.json], refresh_interval: 1s}]
      """;

  private final ScratchFolder folder;
  private final ChildProcess process;
  private final LocalInstallation fes;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private String targets = "";

  private PrometheusServer(
      ScratchFolder folder, ChildProcess process, LocalInstallation fes, URI address) {
    this.folder = folder;
    this.process = process;
    this.fes = fes;
    this.address = address;
  }

  static PrometheusServer start(LocalInstallation fes, AlertRules rules) {
    ScratchFolder folder = ScratchFolder.create("prometheus");
    try {
      Path configuration =
          Files.writeString(folder.path().resolve("prometheus.yml"), CONFIGURATION);
      Files.writeString(folder.path().resolve(TARGETS), "[]");
      rules.write(folder.path());
      String listen = "127.0.0.1:" + FreePort.next();
      ChildProcess process =
          ChildProcess.start(
              List.of(
                  "prometheus",
                  "--config.file=" + configuration,
                  "--storage.tsdb.path=" + folder.path().resolve("data"),
                  "--web.listen-address=" + listen),
              line -> line.contains("Server is ready to receive web requests"));
      folder.watch("TERM", process.pid());
      return new PrometheusServer(folder, process, fes, URI.create("http://" + listen));
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Stages that were started again have other ports. */
  void follow() {
    try {
      List<String> all =
          Stream.concat(
                  Stream.of(fes.address().getPort()),
                  LiveStage.all(fes).stream().map(LiveStage::port))
              .map(port -> "\"127.0.0.1:" + port + '"')
              .sorted()
              .toList();
      String found = "[{\"targets\": [" + String.join(", ", all) + "]}]";
      if (!found.equals(targets)) {
        Path next = Files.writeString(folder.path().resolve("next.json"), found);
        Files.move(next, folder.path().resolve(TARGETS), StandardCopyOption.ATOMIC_MOVE);
        targets = found;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The answer to a query; fails with Prometheus' own words where it refuses it. */
  JsonNode query(String expression) {
    return ask("/api/v1/query?query=" + encoded(expression)).path("result");
  }

  /** The values that a label has among the series of a selector. */
  JsonNode labelValues(String selector, String label) {
    return ask("/api/v1/label/" + label + "/values?match[]=" + encoded(selector));
  }

  /** Alerts that are up, each with the event stream's resource. */
  Set<String> firing() {
    return query("ALERTS{alertstate=\"firing\"}")
        .valueStream()
        .map(series -> series.path("metric"))
        .map(
            labels ->
                labels.path("alertname").asString() + " " + labels.path("resource").asString(""))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    process.stop("TERM");
    http.close();
    folder.close();
  }

  private JsonNode ask(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path.replace("[]", "%5B%5D"))).build();
      JsonNode answer =
          JsonMapper.shared()
              .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.path("status").asString("").equals("success")) {
        throw new IllegalStateException(path + ": " + answer.path("error").asString(""));
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
