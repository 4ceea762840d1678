package dev.fes.controller.kubernetes;

import dev.fes.controller.kubernetes.Election.Seat;
import dev.fes.controller.plan.Kubernetes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who and where this controller is. */
final class Seats {

  private static final Path OWN_NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private Seats() {}

  static Seat of(Kubernetes settings, Map<String, String> environment) {
    String namespace =
        Optional.ofNullable(settings.controllerNamespace())
            .or(() -> Optional.ofNullable(environment.get("FES_NAMESPACE")))
            .or(Seats::ownNamespace)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "fes.kubernetes.controller-namespace is missing and this is no pod: name"
                            + " the namespace in which the controller keeps what is its own"));
    String name =
        Optional.ofNullable(environment.get("FES_POD_NAME"))
            .or(() -> Optional.ofNullable(environment.get("HOSTNAME")))
            .orElse("fes-controller-" + ProcessHandle.current().pid());
    return new Seat(namespace, name);
  }

  private static Optional<String> ownNamespace() {
    try {
      return Files.isReadable(OWN_NAMESPACE)
          ? Optional.of(Files.readString(OWN_NAMESPACE).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
