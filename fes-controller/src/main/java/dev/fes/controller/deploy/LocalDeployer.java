package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StageProcess.Patience;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;

/** Each unit of stages a child process of this one; none outlives it. */
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
      deployment.stop(process -> process.unit().isAnyOf(stages));
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
    private List<Stage> stages = List.of();

    Deployment(ResourceKey key) {
      this.key = key;
    }

    synchronized void apply(Plan plan, Set<String> holding) {
      Map<String, Unit> wanted = new LinkedHashMap<>();
      plan.units(holding).stream()
          .filter(unit -> !unit.isHeld())
          .forEach(unit -> wanted.put(unit.name(), unit));
      stop(process -> !isSame(process.unit(), wanted.get(process.unit().name())));
      Map<String, StageProcess> next = new LinkedHashMap<>();
      for (Unit unit : wanted.values()) {
        StageProcess running = processes.get(unit.name());
        next.put(unit.name(), running == null ? started(unit) : running);
      }
      processes = next;
      stages = plan.stages();
    }

    List<StageStatus> status() {
      Map<String, StageProcess> running = new HashMap<>();
      List<Stage> current;
      synchronized (this) {
        processes
            .values()
            .forEach(
                process ->
                    process.unit().running().forEach(stage -> running.put(stage.name(), process)));
        current = stages;
      }
      return all(
          current.stream()
              .<Callable<StageStatus>>map(stage -> () -> status(stage, running.get(stage.name())))
              .toList());
    }

    private StageStatus status(Stage stage, @Nullable StageProcess process) {
      return process == null ? StageStatus.held(stage) : process.status(stage, probe);
    }

    synchronized Optional<StageAddress> address(String stage) {
      return processes.values().stream()
          .flatMap(
              process ->
                  process.unit().running().stream()
                      .filter(running -> running.name().equals(stage))
                      .flatMap(running -> process.address(running).stream()))
          .findFirst();
    }

    /** Writers before readers, those of one role side by side. */
    synchronized void stop(Predicate<StageProcess> unwanted) {
      for (Role role : List.of(Role.values()).reversed()) {
        List<StageProcess> leaving =
            processes.values().stream()
                .filter(process -> process.unit().role() == role && unwanted.test(process))
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
        leaving.forEach(process -> processes.remove(process.unit().name()));
      }
    }

    private StageProcess started(Unit unit) {
      StageProcess process = new StageProcess(key, unit, launch, patience, timer);
      process.start();
      return process;
    }

    private boolean isSame(Unit running, @Nullable Unit wanted) {
      return wanted != null && wanted.isSame(running);
    }
  }
}
