package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StageProcess.Patience;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each stage a child process of this one; none outlives it. */
public final class LocalDeployer implements Deployer {

  private final Launch launch;
  private final Patience patience;
  private final StageProbe probe = new StageProbe();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("restarts").factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<ResourceKey, Deployment> deployments = new ConcurrentHashMap<>();
  private final Map<Releasing, ReleaseProcess> releases = new ConcurrentHashMap<>();

  private record Releasing(ResourceKey key, String source) {}

  public LocalDeployer(
      Installation installation, Map<String, String> environment, StageTokens tokens) {
    this(installation, environment, tokens, Patience.USUAL);
  }

  LocalDeployer(
      Installation installation,
      Map<String, String> environment,
      StageTokens tokens,
      Patience patience) {
    this.launch = new Launch(installation, environment, tokens);
    this.patience = patience;
  }

  @Override
  public void apply(Plan plan, Set<String> held) {
    plan.stages().stream()
        .filter(stage -> !held.contains(stage.name()))
        .forEach(stage -> forgetRelease(new Releasing(plan.key(), stage.name())));
    deployments.computeIfAbsent(plan.key(), Deployment::new).apply(plan, held);
  }

  private void forgetRelease(Releasing what) {
    if (releases.remove(what) instanceof ReleaseProcess release) {
      release.stop();
    }
  }

  @Override
  public List<StageStatus> status(ResourceKey key) {
    Deployment deployment = deployments.get(key);
    return deployment == null ? List.of() : deployment.status();
  }

  @Override
  public void restart(ResourceKey key, Set<String> stages) {
    Deployment deployment = deployments.get(key);
    if (deployment != null) {
      deployment.stop(process -> stages.contains(process.stage().name()));
    }
  }

  @Override
  public Optional<StageAddress> address(ResourceKey key, String stage) {
    return Optional.ofNullable(deployments.get(key)).flatMap(all -> all.address(stage));
  }

  @Override
  public void remove(ResourceKey key) {
    Deployment deployment = deployments.remove(key);
    if (deployment != null) {
      deployment.stop(_ -> true);
    }
    releases.keySet().stream().filter(what -> what.key().equals(key)).forEach(this::forgetRelease);
  }

  @Override
  public Release release(ResourceKey key, Stage source) {
    if (Release.known(source) instanceof Release known) {
      return known;
    }
    Releasing what = new Releasing(key, source.name());
    Release release =
        releases
            .computeIfAbsent(what, _ -> new ReleaseProcess(key, source, launch, patience))
            .ask();
    if (release.progress() == Release.Progress.DONE) {
      releases.remove(what);
    }
    return release;
  }

  /** Stops everything: resources side by side, the stages of each in order. */
  @Override
  public void close() {
    timer.shutdownNow();
    releases.values().forEach(ReleaseProcess::stop);
    all(
        List.copyOf(deployments.keySet()).stream()
            .<Callable<Boolean>>map(
                key ->
                    () -> {
                      remove(key);
                      return true;
                    })
            .toList());
    workers.close();
    probe.close();
  }

  private <T> List<T> all(Collection<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : workers.invokeAll(tasks)) {
        results.add(future.resultNow());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The processes of one resource, in the plan's order. */
  private final class Deployment {

    private final ResourceKey key;
    private Map<String, StageProcess> processes = new LinkedHashMap<>();
    private List<Stage> held = List.of();

    Deployment(ResourceKey key) {
      this.key = key;
    }

    synchronized void apply(Plan plan, Set<String> holding) {
      Map<String, Stage> wanted = new LinkedHashMap<>();
      plan.stages().stream()
          .filter(stage -> !holding.contains(stage.name()))
          .forEach(stage -> wanted.put(stage.name(), stage));
      stop(process -> !isSame(process.stage(), wanted.get(process.stage().name())));
      Map<String, StageProcess> next = new LinkedHashMap<>();
      for (Stage stage : wanted.values()) {
        StageProcess running = processes.get(stage.name());
        next.put(stage.name(), running == null ? started(stage) : running);
      }
      processes = next;
      held = plan.stages().stream().filter(stage -> holding.contains(stage.name())).toList();
    }

    List<StageStatus> status() {
      List<StageProcess> current;
      List<Stage> waiting;
      synchronized (this) {
        current = List.copyOf(processes.values());
        waiting = held;
      }
      return Stream.concat(
              all(
                  current.stream()
                      .<Callable<StageStatus>>map(process -> () -> process.status(probe))
                      .toList())
                  .stream(),
              waiting.stream().map(StageStatus::held))
          .sorted(Comparator.comparing(status -> status.stage().role()))
          .toList();
    }

    synchronized Optional<StageAddress> address(String stage) {
      return Optional.ofNullable(processes.get(stage)).flatMap(StageProcess::address);
    }

    /** Writers before readers, those of one role side by side. */
    synchronized void stop(Predicate<StageProcess> unwanted) {
      for (Role role : List.of(Role.values()).reversed()) {
        List<StageProcess> leaving =
            processes.values().stream()
                .filter(process -> process.stage().role() == role && unwanted.test(process))
                .toList();
        all(
            leaving.stream()
                .<Callable<Boolean>>map(
                    process ->
                        () -> {
                          process.stop();
                          return true;
                        })
                .toList());
        leaving.forEach(process -> processes.remove(process.stage().name()));
      }
    }

    private StageProcess started(Stage stage) {
      StageProcess process = new StageProcess(key, stage, launch, patience, timer);
      process.start();
      return process;
    }

    private boolean isSame(Stage running, @Nullable Stage wanted) {
      return wanted != null
          && wanted.app() == running.app()
          && wanted.config().hash().equals(running.config().hash());
    }
  }
}
