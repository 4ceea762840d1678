package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.stream.Collectors;

/** What is left of an object that is kept. */
final class Slim {

  private Slim() {}

  static ConfigMap configMap(ConfigMap full) {
    return new ConfigMapBuilder().withMetadata(metadata(full.getMetadata())).build();
  }

  static Deployment deployment(Deployment full) {
    DeploymentBuilder slim = new DeploymentBuilder().withMetadata(metadata(full.getMetadata()));
    if (full.getStatus() != null) {
      slim.withNewStatus()
          .withConditions(
              full.getStatus().getConditions().stream()
                  .filter(condition -> condition.getType().equals("ReplicaFailure"))
                  .toList())
          .endStatus();
    }
    return slim.build();
  }

  static Pod pod(Pod full) {
    return new PodBuilder()
        .withMetadata(metadata(full.getMetadata()))
        .withNewSpec()
        .withNodeName(full.getSpec().getNodeName())
        .withContainers(full.getSpec().getContainers().stream().map(Slim::container).toList())
        .endSpec()
        .withStatus(
            new PodStatusBuilder()
                .withPhase(full.getStatus().getPhase())
                .withReason(full.getStatus().getReason())
                .withMessage(full.getStatus().getMessage())
                .withPodIP(full.getStatus().getPodIP())
                .withConditions(
                    full.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("PodScheduled"))
                        .toList())
                .withContainerStatuses(full.getStatus().getContainerStatuses())
                .build())
        .build();
  }

  private static Container container(Container full) {
    return new ContainerBuilder().withName(full.getName()).withPorts(full.getPorts()).build();
  }

  private static ObjectMeta metadata(ObjectMeta full) {
    return new ObjectMetaBuilder()
        .withNamespace(full.getNamespace())
        .withName(full.getName())
        .withUid(full.getUid())
        .withResourceVersion(full.getResourceVersion())
        .withGeneration(full.getGeneration())
        .withCreationTimestamp(full.getCreationTimestamp())
        .withDeletionTimestamp(full.getDeletionTimestamp())
        .withLabels(full.getLabels() == null ? Map.of() : Map.copyOf(full.getLabels()))
        .withAnnotations(full.getAnnotations() == null ? Map.of() : ours(full.getAnnotations()))
        .withOwnerReferences(full.getOwnerReferences())
        .build();
  }

  private static Map<String, String> ours(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(Marks.PREFIX))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
