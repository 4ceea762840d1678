package dev.fes.controller.reconcile;

import dev.fes.api.FabricEventStream;
import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.resource.Manifest;
import dev.fes.controller.resource.Manifests;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans what the manifests say and lets a loop per resource make it so; one resource never waits
 * for another.
 */
public final class Reconciler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final String PAUSED = "fes.zalando.org/paused";
  private static final String SKIP_DRAIN = "fes.zalando.org/skip-drain";
  private static final String SKIP_CLEANUP = "fes.zalando.org/skip-cleanup";

  private final StreamPlanner planner;
  private final ResourceLoop.Tools tools;
  private final Duration interval;
  private final Map<ResourceKey, Worker> workers = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Plan> before = new ConcurrentHashMap<>();
  private volatile Manifests manifests = Manifests.none();
  private volatile boolean told;

  /**
   * How often, and how long.
   *
   * @param interval between two looks at a resource
   * @param drainTimeout how long a removed event stream may take to publish what it has read
   * @param releaseTimeout how long what FES made at a removed source may take to be dropped
   */
  public record Pace(Duration interval, Duration drainTimeout, Duration releaseTimeout) {}

  public Reconciler(
      StreamPlanner planner, Deployer deployer, Topics topics, PlanMemory memory, Pace pace) {
    this.planner = planner;
    this.tools =
        new ResourceLoop.Tools(
            deployer,
            topics,
            memory,
            new Moves(this::replan),
            Clock.systemUTC(),
            new ResourceLoop.Limits(pace.drainTimeout(), pace.releaseTimeout()));
    this.interval = pace.interval();
    memory.recall().forEach(plan -> before.put(plan.key(), plan));
  }

  /** Takes up what is written now; returns at once. */
  public synchronized void accept(Manifests written) {
    logNew(written.faults());
    manifests = written;
    tools.moves().want(StreamPlanner.readers(valid()));
    told = true;
    replan();
  }

  /** Plans again while what was refused to one resource is given up by another. */
  private synchronized void replan() {
    Set<Plan> atWork;
    boolean refused;
    do {
      atWork = atWork();
      List<Outcome> outcomes = planner.plan(valid(), atWork);
      refused = outcomes.stream().anyMatch(outcome -> outcome instanceof Outcome.Refused);
      want(outcomes);
    } while (refused && !atWork().equals(atWork));
  }

  private void want(List<Outcome> outcomes) {
    Map<ResourceKey, Desired> wanted = new HashMap<>();
    manifests
        .resources()
        .values()
        .forEach(manifest -> wanted.put(manifest.key(), unread(manifest)));
    outcomes.forEach(outcome -> wanted.put(outcome.key(), desired(outcome)));
    Stream.concat(
            workers.keySet().stream(),
            manifests.complete() ? before.keySet().stream() : Stream.empty())
        .forEach(key -> wanted.putIfAbsent(key, new Desired.Gone()));
    wanted.forEach(
        (key, desired) ->
            workers.compute(
                key,
                (_, worker) -> worker == null ? new Worker(key, desired) : worker.want(desired)));
  }

  private List<FabricEventStream> valid() {
    return manifests.resources().values().stream()
        .flatMap(manifest -> Stream.ofNullable(manifest.resource()))
        .toList();
  }

  public List<ResourceStatus> statuses() {
    return workers.values().stream()
        .flatMap(worker -> Stream.ofNullable(worker.loop.status()))
        .sorted(Comparator.comparing(status -> status.key().toString()))
        .toList();
  }

  public Optional<ResourceStatus> status(ResourceKey key) {
    return Optional.ofNullable(workers.get(key)).map(worker -> worker.loop.status());
  }

  /** The topics of all resources that are there to stay. */
  public List<Buffer> buffers() {
    return workers.values().stream().flatMap(worker -> worker.loop.buffers().stream()).toList();
  }

  /** What is wrong that belongs to no resource. */
  public List<Manifests.Fault> faults() {
    return manifests.faults();
  }

  /** Whether every resource has been looked at once. */
  public boolean isReconciled() {
    return told && workers.values().stream().allMatch(worker -> worker.loop.hasStepped());
  }

  /** Stops looking after the resources; what runs is the deployer's to stop. */
  @Override
  public void close() {
    workers.values().forEach(Worker::stop);
    workers.values().forEach(Worker::join);
  }

  /** What runs, and what ran before until it is taken up. */
  private Set<Plan> atWork() {
    return Stream.of(
            before.values().stream(),
            workers.values().stream().map(worker -> worker.loop.claimed()),
            tools.moves().claims().stream())
        .flatMap(plans -> plans)
        .collect(Collectors.toSet());
  }

  private static Desired unread(Manifest manifest) {
    return new Desired.Keep(false, "Invalid", manifest.findings(), true);
  }

  private Desired desired(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Planned planned ->
          new Desired.Run(
              planned.plan(),
              isAnnotated(outcome.key(), PAUSED),
              new Desired.Skips(
                  isAnnotated(outcome.key(), SKIP_DRAIN),
                  isAnnotated(outcome.key(), SKIP_CLEANUP)));
      case Outcome.NotAvailable missing ->
          new Desired.Keep(true, "NotAvailable", missing.findings(), false);
      case Outcome.Refused refused ->
          new Desired.Keep(
              false,
              refused.reason().title(),
              refused.findings(),
              refused.reason() != Outcome.Reason.NOT_ALLOWED);
    };
  }

  private boolean isAnnotated(ResourceKey key, String annotation) {
    return Optional.ofNullable(manifests.resources().get(key))
        .flatMap(manifest -> Optional.ofNullable(manifest.resource()))
        .map(resource -> Boolean.parseBoolean(resource.annotations().get(annotation)))
        .orElse(false);
  }

  private void logNew(List<Manifests.Fault> found) {
    found.stream()
        .filter(fault -> !faults().contains(fault))
        .forEach(
            fault ->
                fault.findings().forEach(finding -> LOG.warn("{}: {}", fault.file(), finding)));
  }

  /** A loop and its thread. */
  private final class Worker {

    private final ResourceLoop loop;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    Worker(ResourceKey key, Desired desired) {
      Plan running = before.remove(key);
      this.loop =
          new ResourceLoop(running == null ? Transition.nothing(key) : running, desired, tools);
      this.thread = Thread.ofVirtual().name(key.toString()).start(() -> run(key));
    }

    Worker want(Desired desired) {
      loop.want(desired);
      wake.release();
      return this;
    }

    void stop() {
      stopped = true;
      wake.release();
    }

    void join() {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void run(ResourceKey key) {
      try {
        while (!stopped && !loop.isGone()) {
          loop.step();
          if (wake.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
          }
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (loop.isGone()) {
        LOG.info("{}: removed", key);
        workers.computeIfPresent(key, (_, _) -> successor(key));
        if (!stopped) {
          replan();
        }
      }
    }

    /** A resource that came back in the moment it was gone. */
    private @Nullable Worker successor(ResourceKey key) {
      Desired desired = loop.desired();
      return stopped || desired instanceof Desired.Gone ? null : new Worker(key, desired);
    }
  }
}
