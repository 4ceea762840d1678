package dev.fes.testbed.cluster;

import dev.fes.testbed.FaultyProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The current kubeconfig, but the API server is behind a proxy that can be closed. */
final class ProxiedKubeconfig {

  private ProxiedKubeconfig() {}

  static FaultyProxy proxy() {
    URI server = URI.create(cluster(current()).path("server").asString());
    return FaultyProxy.to(server.getHost(), server.getPort() < 0 ? 443 : server.getPort());
  }

  /** The API server's certificate is not the proxy's. */
  static Path through(FaultyProxy proxy) {
    JsonNode config = current();
    ObjectNode cluster = cluster(config);
    cluster.remove("certificate-authority-data");
    cluster.put("server", "https://127.0.0.1:" + proxy.port());
    cluster.put("insecure-skip-tls-verify", true);
    try {
      Path file = Files.createTempFile("kubeconfig-", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode current() {
    return JsonMapper.shared()
        .readTree(
            new Kubectl().ok("config", "view", "--raw", "--minify", "--flatten", "-o", "json"));
  }

  private static ObjectNode cluster(JsonNode config) {
    return (ObjectNode) config.at("/clusters/0/cluster");
  }
}
