package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Kubernetes;
import dev.fes.controller.plan.Kubernetes.Mount;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Secrets that a stage reads only at its start, so that it has to be restarted when they
 * change; files that it re-reads are not among them.
 */
record SecretReferences(Installation installation, SecretVersions known) {

  /** One that cannot be seen keeps the version it was last started with. */
  SortedMap<String, String> versions(String namespace, Unit unit, List<Deployment> existing) {
    Map<String, String> before =
        existing.stream()
            .filter(deployment -> deployment.getMetadata().getName().equals(unit.name()))
            .findFirst()
            .flatMap(deployment -> Marks.annotation(deployment, Marks.SECRET_VERSIONS))
            .map(StagePod::versions)
            .orElse(Map.of());
    SortedMap<String, String> versions = new TreeMap<>();
    for (String secret : of(unit)) {
      known
          .of(namespace, secret)
          .or(() -> Optional.ofNullable(before.get(secret)))
          .ifPresent(version -> versions.put(secret, version));
    }
    return versions;
  }

  private Set<String> of(Unit unit) {
    Kubernetes kubernetes = installation.kubernetes();
    Set<String> secrets = new TreeSet<>();
    for (Stage stage : unit.started()) {
      switch (stage.config().credentials()) {
        case Credentials.InSettings _ -> {}
        case Credentials.Secret secret -> secrets.add(secret.name());
      }
    }
    if (kubernetes.kafkaSecret() instanceof String secret
        && !installation.kafka().secrets().isEmpty()) {
      secrets.add(secret);
    }
    kubernetes.mounts().stream()
        .filter(mount -> mount.restart() && mount.isFor(unit))
        .map(Mount::secret)
        .forEach(secrets::add);
    return secrets;
  }
}
