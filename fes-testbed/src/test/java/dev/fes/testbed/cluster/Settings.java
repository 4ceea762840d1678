package dev.fes.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a controller is started with.
 *
 * @param file the installation's configuration
 * @param kubeconfig another than the current one
 */
record Settings(Path file, Optional<String> kubeconfig) {

  static Settings of(String brokers, Namespace system, List<Namespace> watched) {
    String yaml =
        """
        fes:
          kafka: {brokers: "%s"}
          databases:
            "[db.example]": {address: "127.0.0.1:1", username: fes, create-publication: true}
            "[acid-stream-cluster.default]": {address: "127.0.0.1:1"}
          nakadi: {base-uri: "http://127.0.0.1:1", allowed-base-uris: ["https://nakadi.example"]}
          aws: {region: eu-central-1, allowed-queue-urls: ["https://sqs.example/1"]}
          stages: {drain-timeout: 20s}
          kubernetes:
            enabled: true
            controller-namespace: %s
            namespaces: [%s]
            node-selector: {%s}
        """
            .formatted(
                brokers,
                system.name(),
                watched.stream().map(Namespace::name).collect(Collectors.joining(", ")),
                PlayedKubelet.NOWHERE.entrySet().stream()
                    .map(label -> "\"[" + label.getKey() + "]\": " + label.getValue())
                    .collect(Collectors.joining(", ")));
    return new Settings(written(yaml), Optional.empty());
  }

  Settings by(Path kubeconfig) {
    return new Settings(file, Optional.of(kubeconfig.toString()));
  }

  private static Path written(String yaml) {
    try {
      Path file = Files.createTempFile("fes-", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
