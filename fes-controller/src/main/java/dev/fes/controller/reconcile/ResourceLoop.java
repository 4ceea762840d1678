package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs of one resource equal to what is wanted of it, one step after the other, and
 * knows how it is.
 */
final class ResourceLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ResourceLoop.class);

  /** What every loop works with. */
  record Tools(Platform platform, ReleaseClaims releaseClaims, Clock clock, Pace.Limits limits) {

    Deployer deployer() {
      return platform.deployer();
    }

    Topics topics() {
      return platform.topics();
    }

    PlanMemory memory() {
      return platform.memory();
    }
  }

  /**
   * What is wanted.
   *
   * @param generation of which generation of the spec that is
   * @param warnings what a person should know of how it is written
   */
  record Wanted(Desired desired, long generation, List<Finding> warnings) {

    Wanted(Desired desired, long generation) {
      this(desired, generation, List.of());
    }

    /** What is wrong with it, and what is not but had better be mended. */
    List<Finding> findings() {
      List<Finding> wrong = desired instanceof Desired.Keep keep ? keep.findings() : List.of();
      return Stream.concat(wrong.stream(), warnings.stream()).toList();
    }

    boolean isGone() {
      return desired instanceof Desired.Gone;
    }
  }

  private final ResourceKey key;
  private final Tools tools;
  private final Plan recalled;
  private final Rollout rollout;

  private volatile Wanted wanted;
  private volatile @Nullable Run lastRun;
  private volatile @Nullable ResourceStatus status;
  private final History history = new History();
  private volatile @Nullable Observation observation;
  private volatile List<Buffer> buffers = List.of();
  private volatile boolean stepped;
  private volatile boolean gone;

  /**
   * @param running what ran of it before this loop began
   */
  ResourceLoop(Plan running, Wanted wanted, Tools tools) {
    this.key = running.key();
    this.tools = tools;
    this.recalled = running;
    this.rollout = new Rollout(running, tools);
    this.wanted = wanted;
    want(wanted);
    resume(wanted.desired());
  }

  /**
   * What ran before runs on while what is written now cannot be run. What may no longer run is
   * stopped and still looked after: where nobody does, it goes on in a cluster.
   */
  private void resume(Desired first) {
    if (first instanceof Desired.Keep keep && !recalled.stages().isEmpty()) {
      lastRun =
          new Run(recalled.withLeaving(List.of()), keep.pauses(), Skips.NOTHING, !keep.resumes());
    }
  }

  void want(Wanted next) {
    wanted = next;
    Run before = lastRun;
    if (next.desired() instanceof Run run) {
      lastRun = run;
    } else if (next.desired() instanceof Desired.Keep keep && before != null) {
      lastRun = before.with(keep.pauses());
    }
  }

  Wanted wanted() {
    return wanted;
  }

  @Nullable ResourceStatus status() {
    return status;
  }

  /** What was seen of it last; null before the first look. */
  @Nullable Observation observation() {
    return observation;
  }

  History history() {
    return history;
  }

  /** What it has or is about to have; a deleted resource has it until it is gone. */
  Plan claimed() {
    Run run = lastRun;
    return run == null ? recalled : run.plan();
  }

  /** Its topics that are there to stay, as of the last step. */
  List<Buffer> buffers() {
    return buffers;
  }

  boolean hasStepped() {
    return stepped;
  }

  /** Whether nothing is left of it, nor of what held it. */
  boolean isGone() {
    return gone;
  }

  /** One step; never fails, for what fails is in the status and is tried again by the next. */
  void step() {
    Wanted now = wanted;
    if (!stepped) {
      tell(() -> first(now));
    }
    Condition deployed = converge(now);
    tell(
        () -> {
          report(status(now, deployed));
          buffers = standing();
        });
    stepped = true;
  }

  /** A loop that ends would leave its resource to nobody, so what fails here is only logged. */
  private void tell(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.error("{}: its status cannot be told", key, e);
    }
  }

  /** What runs already is not made to look as if it did not. */
  private void first(Wanted now) {
    ResourceStatus next = status(now, Conditions.deploying());
    if (recalled.stages().isEmpty()) {
      report(next);
    } else {
      status = next;
    }
  }

  private List<Buffer> standing() {
    Run run = lastRun;
    return run == null || wanted.isGone() ? List.of() : rollout.buffers(run.plan());
  }

  private Condition converge(Wanted now) {
    Run run = lastRun;
    try {
      if (now.desired() instanceof Desired.Gone wish) {
        remove(wish, run);
        letGo();
      } else if (run != null) {
        tools.platform().hold().put(key);
        rollout.approach(run);
      }
      boolean runs = run != null && !run.barred();
      if (now.desired() instanceof Desired.Keep keep && (keep.valid() || !runs)) {
        return Conditions.kept(keep, run);
      }
      return deployed();
    } catch (Topics.Unavailable e) {
      return failed("KafkaUnavailable", e);
    } catch (RuntimeException e) {
      return failed("CannotDeploy", e);
    }
  }

  private void remove(Desired.Gone wish, @Nullable Run run) {
    if (rollout.isGone()) {
      return;
    }
    if (tools.platform().hold().isServed(key)) {
      rollout.remove(
          run == null ? wish.skips() : wish.skips().or(run.skips()), run != null && run.barred());
    } else {
      rollout.abandon();
    }
  }

  private void letGo() {
    if (rollout.isGone()) {
      tools.platform().hold().take(key);
      tools.platform().reports().gone(key);
      gone = true;
    }
  }

  private Condition deployed() {
    if (!rollout.overdue().isEmpty()) {
      return Condition.of(
          Condition.Type.DEPLOYED,
          false,
          "Draining",
          "waits for "
              + String.join(", ", rollout.overdue())
              + " to be empty; the annotation fes.zalando.org/skip-drain loses what is unread");
    }
    if (rollout.releasing() instanceof String words) {
      return Condition.of(Condition.Type.DEPLOYED, true, "Releasing", words);
    }
    return rollout.isDraining()
        ? Condition.of(Condition.Type.DEPLOYED, true, "Draining", "finishing what is buffered")
        : Condition.of(Condition.Type.DEPLOYED, true, "Deployed", rollout.remains());
  }

  private static Condition failed(String reason, RuntimeException e) {
    return Condition.of(Condition.Type.DEPLOYED, false, reason, String.valueOf(e.getMessage()));
  }

  private void report(ResourceStatus next) {
    ResourceStatus before = status;
    status = next;
    history.add(before, next, tools.clock().instant());
    if (!gone) {
      tools.platform().reports().report(before, next);
    }
  }

  private ResourceStatus status(Wanted now, Condition deployed) {
    Run run = lastRun;
    List<StageStatus> stages = tools.deployer().status(key);
    Map<Input, Depth> depths = depths(stages);
    observation = Observation.of(observation, tools.clock().instant(), stages, depths);
    Statuses statuses = new Statuses(stages, depths);
    ResourceStatus before = status;
    List<StreamStatus> streams =
        rollout
            .streams(run)
            .map(stream -> statuses.of(stream, atLeast(stream, run)))
            .map(stream -> stream.after(before))
            .toList();
    return new ResourceStatus(
        key,
        now.generation(),
        run == null ? "" : run.plan().applicationId(),
        Conditions.timed(
            List.of(Conditions.valid(now.desired()), deployed, Conditions.ready(deployed, streams)),
            before == null ? List.of() : before.conditions(),
            tools.clock().instant()),
        now.findings(),
        streams);
  }

  private StreamState atLeast(PlannedStream stream, @Nullable Run run) {
    if (rollout.isDraining(stream)) {
      return StreamState.DRAINING;
    }
    return run != null && run.paused() ? StreamState.PAUSED : StreamState.RUNNING;
  }

  /** Lag is worth knowing, not worth failing for. */
  private Map<Input, Depth> depths(List<StageStatus> stages) {
    List<Input> inputs =
        stages.stream()
            .flatMap(stage -> Stream.ofNullable(stage.stage().wiring().input()))
            .distinct()
            .toList();
    try {
      return inputs.isEmpty() ? Map.of() : tools.topics().depths(inputs);
    } catch (Topics.Unavailable _) {
      return Map.of();
    }
  }
}
