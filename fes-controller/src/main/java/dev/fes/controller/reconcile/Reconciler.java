package dev.fes.controller.reconcile;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.Desired.Skips;
import dev.fes.controller.reconcile.ResourceLoop.Wanted;
import dev.fes.controller.resource.Manifest;
import dev.fes.controller.resource.Manifests;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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

  /** Deletions and releases this close together are replanned once. */
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final StreamPlanner planner;
  private final PlanMemory memory;
  private final ReleaseClaims releaseClaims;
  private final Workers workers;
  private final AtomicBoolean replanning = new AtomicBoolean();
  private volatile Manifests manifests = Manifests.none();
  private boolean told;
  private volatile boolean planned;
  private volatile boolean reconciled;

  public Reconciler(StreamPlanner planner, Platform platform, Pace pace, MeterRegistry meters) {
    this.planner = planner;
    this.memory = platform.memory();
    this.releaseClaims = new ReleaseClaims(this::replanSoon);
    this.workers =
        new Workers(
            new ResourceLoop.Tools(platform, releaseClaims, Clock.systemUTC(), pace.limits()),
            pace,
            new Turns(pace.atOnce(), meters),
            this::gone);
    Gauge.builder("fes.controller.resources", workers, all -> all.keys().size())
        .description("resources, those that are being taken away included")
        .register(meters);
  }

  /**
   * Takes up what is written now, the first time with what ran before; returns at once. It fails
   * only when that cannot be recalled.
   */
  public synchronized void accept(Manifests written) {
    if (!told) {
      workers.recall(memory.recall());
    }
    logNew(written.faults());
    written.resources().values().forEach(this::logNewWarnings);
    manifests = written;
    releaseClaims.want(StreamPlanner.readers(valid()));
    told = true;
    replan();
    planned = true;
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

  /** What runs, what ran before until it is taken up, and what is being released. */
  private Set<Plan> atWork() {
    Set<Plan> plans = new HashSet<>(workers.atWork());
    plans.addAll(releaseClaims.claims());
    return plans;
  }

  private void want(List<Outcome> outcomes) {
    Map<ResourceKey, Wanted> wanted = new HashMap<>();
    manifests
        .resources()
        .values()
        .forEach(manifest -> wanted.put(manifest.key(), unplanned(manifest)));
    outcomes.forEach(
        outcome ->
            wanted.put(
                outcome.key(),
                new Wanted(desired(outcome), generation(outcome), warnings(outcome.key()))));
    Stream.concat(
            workers.keys().stream(),
            manifests.complete() ? workers.recalled().stream() : Stream.empty())
        .forEach(key -> wanted.putIfAbsent(key, new Wanted(new Desired.Gone(Skips.NOTHING), 0)));
    wanted.forEach(workers::want);
  }

  private List<FabricEventStream> valid() {
    return manifests.resources().values().stream()
        .filter(manifest -> !manifest.life().ending())
        .flatMap(manifest -> Stream.ofNullable(manifest.resource()))
        .toList();
  }

  /** A reader may be free now; that many go at once does not mean to plan as often. */
  private void gone(ResourceKey key) {
    forget(key);
    replanSoon();
  }

  private void replanSoon() {
    if (replanning.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("replan")
          .start(
              () -> {
                LockSupport.parkNanos(MOMENT.toNanos());
                replanning.set(false);
                replan();
              });
    }
  }

  /** It is known to be gone before whoever told of it says so. */
  private synchronized void forget(ResourceKey key) {
    Manifest manifest = manifests.resources().get(key);
    if (manifest != null && manifest.life().ending()) {
      manifests = manifests.without(key);
    }
  }

  public List<ResourceStatus> statuses() {
    return workers.loops().stream()
        .flatMap(loop -> Stream.ofNullable(loop.status()))
        .sorted(Comparator.comparing(status -> status.key().toString()))
        .toList();
  }

  public Optional<ResourceStatus> status(ResourceKey key) {
    return workers.loop(key).map(ResourceLoop::status);
  }

  /** What runs of a resource, or is about to. */
  public Optional<Plan> plan(ResourceKey key) {
    return workers.loop(key).map(ResourceLoop::claimed);
  }

  /** What was seen last of the event streams of one resource. */
  public Optional<ObservedResource> observed(ResourceKey key) {
    return workers
        .loop(key)
        .flatMap(loop -> ObservedResource.of(loop.observation(), loop.history()));
  }

  /** The topics of all resources that are there to stay. */
  public List<Buffer> buffers() {
    return workers.loops().stream().flatMap(loop -> loop.buffers().stream()).toList();
  }

  /** What each resource has or is about to have. */
  public List<Plan> plans() {
    return workers.loops().stream().map(ResourceLoop::claimed).toList();
  }

  /** What would come of these resources beside what runs; nothing is done about it. */
  public List<Outcome> wouldPlan(Collection<FabricEventStream> resources) {
    return planner.plan(resources, atWork());
  }

  /** What is wrong that belongs to no resource. */
  public List<Manifests.Fault> faults() {
    return manifests.faults();
  }

  /** Whether every resource of the beginning has been looked at; new ones do not take it back. */
  public boolean isReconciled() {
    reconciled |= planned && workers.loops().stream().allMatch(ResourceLoop::hasStepped);
    return reconciled;
  }

  /** Something may be new of this one. */
  public void wake(ResourceKey key) {
    workers.wake(key);
  }

  /** Stops looking after the resources; what runs is the deployer's to stop. */
  @Override
  public void close() {
    workers.close();
  }

  private static Wanted unplanned(Manifest manifest) {
    long generation = manifest.life().generation();
    return manifest.life().ending()
        ? new Wanted(
            new Desired.Gone(skips(manifest)),
            generation,
            Annotation.findings(manifest.life().annotations()))
        : new Wanted(
            new Desired.Keep(false, "Invalid", manifest.findings(), true, pauses(manifest)),
            generation);
  }

  private Desired desired(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Planned planned ->
          new Desired.Run(
              planned.plan(), pauses(manifest(outcome.key())), skips(manifest(outcome.key())));
      case Outcome.NotAvailable missing ->
          new Desired.Keep(
              true, "NotAvailable", missing.findings(), true, pauses(manifest(outcome.key())));
      case Outcome.Refused refused ->
          new Desired.Keep(
              false,
              refused.reason().title(),
              refused.findings(),
              refused.reason() != Outcome.Reason.NOT_ALLOWED,
              pauses(manifest(outcome.key())));
    };
  }

  private @Nullable Manifest manifest(ResourceKey key) {
    return manifests.resources().get(key);
  }

  private static Pauses pauses(@Nullable Manifest manifest) {
    return manifest == null ? Pauses.NONE : Pauses.of(manifest.life().annotations());
  }

  private static Skips skips(@Nullable Manifest manifest) {
    return new Skips(
        isOn(manifest, Annotation.SKIP_DRAIN), isOn(manifest, Annotation.SKIP_CLEANUP));
  }

  private static boolean isOn(@Nullable Manifest manifest, Annotation annotation) {
    return manifest != null && annotation.isOn(manifest.life().annotations());
  }

  private long generation(Outcome outcome) {
    Manifest manifest = manifests.resources().get(outcome.key());
    return manifest == null ? 0 : manifest.life().generation();
  }

  private List<Finding> warnings(ResourceKey key) {
    Manifest manifest = manifest(key);
    return manifest == null ? List.of() : manifest.warnings();
  }

  private void logNewWarnings(Manifest written) {
    written.warnings().stream()
        .filter(warning -> !warnings(written.key()).contains(warning))
        .forEach(warning -> LOG.warn("{}: {}", written.key(), warning));
  }

  private void logNew(List<Manifests.Fault> found) {
    found.stream()
        .filter(fault -> !faults().contains(fault))
        .forEach(
            fault ->
                fault.findings().forEach(finding -> LOG.warn("{}: {}", fault.file(), finding)));
  }
}
