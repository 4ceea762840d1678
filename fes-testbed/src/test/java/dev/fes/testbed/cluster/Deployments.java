package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The objects of one resource's stages, as they are now. */
record Deployments(Namespace namespace, String resource) {

  /**
   * What a pod is made by; another one is another pod.
   *
   * @param uid of a Deployment, which one that is made again does not have
   */
  record Template(String uid, String text) {}

  Map<String, Deployment> all() {
    return byName(
        namespace
            .client()
            .apps()
            .deployments()
            .inNamespace(namespace.name())
            .withLabel("app.kubernetes.io/instance", resource)
            .list()
            .getItems());
  }

  Map<String, ConfigMap> configMaps() {
    return byName(
        namespace
            .client()
            .configMaps()
            .inNamespace(namespace.name())
            .withLabel("app.kubernetes.io/instance", resource)
            .list()
            .getItems());
  }

  /** Stays as it is for exactly as long as no pod is replaced. */
  Map<String, Template> templates() {
    return all().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    new Template(
                        entry.getValue().getMetadata().getUid(),
                        Serialization.asJson(entry.getValue().getSpec().getTemplate())),
                (a, _) -> a,
                TreeMap::new));
  }

  /** Whatever touched a Deployment's spec raises it, also what was taken back at once. */
  Map<String, Long> generations() {
    return all().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().getMetadata().getGeneration(),
                (a, _) -> a,
                TreeMap::new));
  }

  /** The one whose name ends in the role, such as {@code source}. */
  Deployment of(String role) {
    return all().values().stream()
        .filter(deployment -> deployment.getMetadata().getName().endsWith("-" + role))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + role + " of " + resource));
  }

  private static <T extends HasMetadata> Map<String, T> byName(List<T> items) {
    return items.stream()
        .collect(
            Collectors.toMap(
                item -> item.getMetadata().getName(),
                Function.identity(),
                (a, _) -> a,
                TreeMap::new));
  }
}
