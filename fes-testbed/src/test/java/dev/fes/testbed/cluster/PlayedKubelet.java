package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Plays the kubelet of the pods that no node takes, so that the tests need none: a pod of ours gets
 * a {@link PlayedStage}, an IP and the status of one that runs; that of a Job has done its work.
 */
final class PlayedKubelet implements AutoCloseable, ResourceEventHandler<Pod> {

  /** Keeps our pods off the nodes that a cluster may have. */
  static final Map<String, String> NOWHERE = Map.of("fes.test/node", "played");

  private final KubernetesClient client;
  private final List<SharedIndexInformer<Pod>> informers;
  private final Map<String, PlayedStage> stages = new ConcurrentHashMap<>();

  private PlayedKubelet(KubernetesClient client, List<Namespace> namespaces) {
    this.client = client;
    this.informers =
        namespaces.stream()
            .map(
                namespace ->
                    client
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel("app.kubernetes.io/part-of", "fes")
                        .inform(this))
            .toList();
  }

  static PlayedKubelet start(KubernetesClient client, List<Namespace> namespaces) {
    return new PlayedKubelet(client, namespaces);
  }

  @Override
  public void onAdd(Pod pod) {
    if (pod.getStatus().getPodIP() == null && pod.getMetadata().getDeletionTimestamp() == null) {
      Thread.ofVirtual().start(() -> play(pod));
    }
  }

  @Override
  public void onUpdate(Pod before, Pod now) {}

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    PlayedStage stage = stages.remove(pod.getMetadata().getUid());
    if (stage != null) {
      stage.close();
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    stages.values().forEach(PlayedStage::close);
  }

  private void play(Pod pod) {
    try {
      report(pod, isJobs(pod) ? done(pod) : running(pod));
    } catch (KubernetesClientException e) {
      onDelete(pod, true);
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private void report(Pod pod, PodStatus status) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(new PodBuilder().withStatus(status).build()));
  }

  private PodStatus running(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    int port =
        container.getPorts().stream()
            .filter(open -> "http".equals(open.getName()))
            .mapToInt(ContainerPort::getContainerPort)
            .findFirst()
            .orElseThrow();
    PlayedStage stage = PlayedStage.start(settings(pod), port);
    stages.put(pod.getMetadata().getUid(), stage);
    String now = Instant.now().toString();
    return new PodStatusBuilder()
        .withPhase("Running")
        .withPodIP(stage.address())
        .addNewPodIP(stage.address())
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(now)
        .endCondition()
        .addNewContainerStatus()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID("played")
        .withReady(true)
        .withStarted(true)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning(now)
        .endState()
        .endContainerStatus()
        .build();
  }

  private static PodStatus done(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    return new PodStatusBuilder()
        .withPhase("Succeeded")
        .addNewContainerStatus()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID("played")
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewTerminated()
        .withExitCode(0)
        .withReason("Completed")
        .withMessage("played: nothing was there to drop")
        .endTerminated()
        .endState()
        .endContainerStatus()
        .build();
  }

  private static boolean isJobs(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getKind().equals("Job"));
  }

  private String settings(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getConfigMap)
        .filter(Objects::nonNull)
        .map(volume -> configMap(pod, volume.getName()))
        .flatMap(map -> Stream.ofNullable(map.getData().get("application.yaml")))
        .findFirst()
        .orElseThrow();
  }

  private ConfigMap configMap(Pod pod, String name) {
    return Objects.requireNonNull(
        client.configMaps().inNamespace(pod.getMetadata().getNamespace()).withName(name).get(),
        name);
  }
}
