package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Sha256;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the objects of a stage to what they are to be. Asks nothing of the API while neither the
 * wish nor, by its watch, the object has changed.
 */
final class Applier {

  /** So long a watch may take to show what was made. */
  private static final Duration TO_BE_SEEN = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final Kind<ConfigMap> CONFIG_MAP =
      new Kind<>("ConfigMap", object -> Long.parseLong(object.getMetadata().getResourceVersion()));

  /** Its status changes all the time, its generation only with its spec. */
  private static final Kind<Deployment> DEPLOYMENT =
      new Kind<>("Deployment", object -> object.getMetadata().getGeneration());

  private static final PatchContext RESTART =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("fes-operator")
          .build();

  private final KubernetesClient client;
  private final ClusterView view;
  private final StageObjects objects;
  private final Map<String, Applied> applied = new ConcurrentHashMap<>();

  private record Kind<T extends HasMetadata>(String name, ToLongFunction<T> version) {}

  /** What the API answered last for one object. */
  private record Applied(PlacedUnit wish, String hash, String uid, long version, long at) {}

  Applier(KubernetesClient client, ClusterView view, StageObjects objects) {
    this.client = client;
    this.view = view;
    this.objects = objects;
  }

  void apply(PlacedUnit placed) {
    String namespace = placed.key().namespace();
    apply(CONFIG_MAP, placed, view.configMap(namespace, placed.name()), objects::configMap);
    apply(DEPLOYMENT, placed, view.deployment(namespace, placed.name()), objects::deployment);
  }

  /**
   * Another writer than the one of the wish has the mark, so that the wish leaves it as it is, as
   * it leaves one of {@code kubectl}.
   */
  void restart(ResourceKey key, String name) {
    Resource<Deployment> deployment =
        client.apps().deployments().inNamespace(key.namespace()).withName(name);
    Deployment existing = deployment.get();
    if (existing == null || !Marks.isOurs(existing, key)) {
      return;
    }
    String patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
            .formatted(Marks.RESTARTED, Instant.now());
    deployment.patch(RESTART, patch);
    LOG.info("{}: told {} to start again", key, name);
  }

  /** What is gone is made again. */
  void forget(HasMetadata object) {
    String id =
        object.getKind()
            + "/"
            + object.getMetadata().getNamespace()
            + "/"
            + object.getMetadata().getName();
    applied.computeIfPresent(
        id, (_, last) -> last.uid().equals(object.getMetadata().getUid()) ? null : last);
  }

  private <T extends HasMetadata> void apply(
      Kind<T> kind, PlacedUnit placed, @Nullable T seen, Function<PlacedUnit, T> make) {
    String id = kind.name() + "/" + placed.key().namespace() + "/" + placed.name();
    Applied settled = settled(kind, applied.get(id), seen);
    if (settled != null && settled.wish().equals(placed)) {
      return;
    }
    T wanted = make.apply(placed);
    String hash = Sha256.hex(client.getKubernetesSerialization().asJson(wanted));
    if (settled != null && settled.hash().equals(hash)) {
      applied.put(id, new Applied(placed, hash, settled.uid(), settled.version(), settled.at()));
    } else if (mayApply(placed, wanted, seen)) {
      T answer = put(wanted);
      LOG.info("{}: applied {}", placed.key(), Refusals.name(wanted));
      applied.put(
          id,
          new Applied(
              placed,
              hash,
              answer.getMetadata().getUid(),
              kind.version().applyAsLong(answer),
              System.nanoTime()));
    }
  }

  /** What was applied last, if that is what the cluster has. */
  private static <T extends HasMetadata> @Nullable Applied settled(
      Kind<T> kind, @Nullable Applied last, @Nullable T seen) {
    return last != null && isAsApplied(kind, last, seen) ? last : null;
  }

  private static <T extends HasMetadata> boolean isAsApplied(
      Kind<T> kind, Applied last, @Nullable T seen) {
    if (seen == null) {
      return System.nanoTime() - last.at() < TO_BE_SEEN.toNanos();
    }
    return last.uid().equals(seen.getMetadata().getUid())
        && kind.version().applyAsLong(seen) <= last.version();
  }

  /** Not while one of that name is about to go; it is made again when it is gone. */
  private <T extends HasMetadata> boolean mayApply(PlacedUnit placed, T wanted, @Nullable T seen) {
    T existing = seen == null ? get(wanted) : seen;
    if (existing == null) {
      return true;
    }
    if (!Marks.isOurs(existing, placed)) {
      throw Refusals.notOurs(wanted, placed, existing);
    }
    return existing.getMetadata().getDeletionTimestamp() == null;
  }

  private <T extends HasMetadata> @Nullable T get(T wanted) {
    try {
      return client.resource(wanted).get();
    } catch (KubernetesClientException e) {
      throw Refusals.of(wanted, e);
    }
  }

  private <T extends HasMetadata> T put(T wanted) {
    try {
      return client.resource(wanted).fieldManager(Marks.MANAGER).forceConflicts().serverSideApply();
    } catch (KubernetesClientException e) {
      throw Refusals.of(wanted, e);
    }
  }
}
