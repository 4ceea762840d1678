package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.Release;
import dev.fes.controller.deploy.Release.Progress;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases a source's reader by a Job in the resource's namespace, with the source's own image. */
final class ReleaseJobs {

  private final KubernetesClient client;
  private final StageObjects objects;

  ReleaseJobs(KubernetesClient client, StageObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /** One step; never fails. */
  Release release(PlacedUnit source) {
    Job wanted = objects.release(source);
    try {
      Job job = client.resource(wanted).get();
      if (job == null) {
        ConfigMap settings = objects.releaseSettings(source);
        ConfigMap existing = client.resource(settings).get();
        if (existing != null && !Marks.isOurs(existing, source)) {
          return notOurs(existing);
        }
        apply(settings);
        apply(wanted);
        return new Release(
            Progress.UNDER_WAY, "the Job " + wanted.getMetadata().getName() + " begins");
      }
      if (!Marks.isOurs(job, source)) {
        return notOurs(job);
      }
      return progress(job);
    } catch (KubernetesClientException e) {
      return failed(Refusals.words(e));
    }
  }

  private Release progress(Job job) {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return new Release(Progress.UNDER_WAY, "the Job before is on its way out");
    }
    Optional<Pod> pod = pods(job).stream().findFirst();
    String words =
        pod.flatMap(PodState::end)
            .map(ContainerStateTerminated::getMessage)
            .map(LastWords::of)
            .orElse("");
    if (has(job, "Complete")) {
      delete(job);
      return new Release(Progress.DONE, words);
    }
    Optional<String> failure = message(job, "Failed");
    if (failure.isPresent()) {
      delete(job);
      return failed(words.isEmpty() ? failure.get() : words);
    }
    return pod.map(PodState::of)
        .filter(state -> state.phase() == PodState.Phase.WAITING)
        .map(state -> failed(state.words()))
        .orElse(new Release(Progress.UNDER_WAY, ""));
  }

  private List<Pod> pods(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabels(Map.of(Marks.RELEASE, job.getMetadata().getName()))
        .list()
        .getItems();
  }

  private void apply(HasMetadata object) {
    client.resource(object).fieldManager(Marks.MANAGER).forceConflicts().serverSideApply();
  }

  private void delete(Job job) {
    client.resource(job).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    client
        .configMaps()
        .inNamespace(job.getMetadata().getNamespace())
        .withName(job.getMetadata().getName())
        .delete();
  }

  private static boolean has(Job job, String type) {
    return message(job, type).isPresent();
  }

  private static Optional<String> message(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals(type))
            .filter(condition -> "True".equals(condition.getStatus()))
            .findFirst()
            .map(condition -> Optional.ofNullable(condition.getMessage()).orElse(""));
  }

  private static Release notOurs(HasMetadata object) {
    return failed(
        "the "
            + object.getKind()
            + " "
            + object.getMetadata().getName()
            + " is not FES's: delete it or rename it");
  }

  private static Release failed(String words) {
    return new Release(Progress.FAILED, words);
  }
}
