package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.Release;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageProbe;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Each stage a Deployment in its resource's namespace. Stages outlive this deployer: the next one
 * finds them as they are.
 */
public final class KubernetesDeployer implements Deployer {

  /** How long a changed Secret may go unnoticed. */
  private static final Duration SECRETS = Duration.ofMinutes(1);

  /** A little more than a pod may take to end. */
  private static final Duration STOP = Duration.ofSeconds(45);

  private final ClusterView view;
  private final Applier applier;
  private final Stopper stopper;
  private final ReleaseJobs releases;
  private final Placements placements;
  private final StageProbe probe = new StageProbe();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<ResourceKey, ResourceStages> resources = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile Consumer<ResourceKey> listener = _ -> {};

  public KubernetesDeployer(
      KubernetesClient client, Installation installation, Owners owners, StageTokens tokens) {
    this(client, installation, owners, tokens, SECRETS);
  }

  KubernetesDeployer(
      KubernetesClient client,
      Installation installation,
      Owners owners,
      StageTokens tokens,
      Duration secrets) {
    StageObjects objects = new StageObjects(installation, tokens);
    this.view =
        new ClusterView(
            client,
            installation.kubernetes().namespaces(),
            this::forget,
            key -> listener.accept(key));
    this.applier = new Applier(client, view, objects);
    this.stopper = new Stopper(client, view, STOP);
    this.releases = new ReleaseJobs(client, objects);
    this.placements =
        new Placements(
            owners,
            new SecretReferences(installation, new SecretVersions(client, secrets)),
            choices -> choices.isUsable(installation.kubernetes()));
  }

  /** Tells of resources whose Deployments or pods have changed, for a look before its time. */
  public void onChange(Consumer<ResourceKey> changed) {
    listener = changed;
  }

  @Override
  public void apply(Plan plan, Set<String> held) {
    watch();
    stages(plan.key()).apply(plan, held);
  }

  @Override
  public List<StageStatus> status(ResourceKey key) {
    ResourceStages stages = resources.get(key);
    return stages == null ? List.of() : sideBySide(stages.looks(probe));
  }

  @Override
  public void restart(ResourceKey key, Set<String> names) {
    ResourceStages stages = resources.get(key);
    if (stages != null) {
      stages.restart(names);
    }
  }

  @Override
  public Optional<StageAddress> address(ResourceKey key, String stage) {
    return Optional.ofNullable(resources.get(key)).flatMap(all -> all.address(stage));
  }

  @Override
  public void remove(ResourceKey key) {
    watch();
    stages(key).remove();
    resources.remove(key);
  }

  @Override
  public Release release(ResourceKey key, Stage source) {
    Release known = Release.known(source);
    if (known != null) {
      return known;
    }
    return placements
        .alone(key, source)
        .map(releases::release)
        .orElseGet(
            () ->
                new Release(
                    Release.Progress.FAILED, "the resource is not in the cluster any more"));
  }

  /** Leaves the stages as they are. */
  @Override
  public void close() {
    view.close();
    workers.shutdownNow();
    probe.close();
  }

  /** The watches begin with the first wish: who only stands by needs none. */
  private void watch() {
    if (started.compareAndSet(false, true)) {
      view.start();
    }
    view.requireComplete();
  }

  private ResourceStages stages(ResourceKey key) {
    return resources.computeIfAbsent(
        key, _ -> new ResourceStages(key, placements, applier, stopper, view));
  }

  private void forget(HasMetadata object) {
    applier.forget(object);
  }

  private List<StageStatus> sideBySide(List<Callable<StageStatus>> looks) {
    try {
      List<StageStatus> statuses = new ArrayList<>();
      for (Future<StageStatus> look : workers.invokeAll(looks)) {
        statuses.add(look.resultNow());
      }
      return statuses;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
