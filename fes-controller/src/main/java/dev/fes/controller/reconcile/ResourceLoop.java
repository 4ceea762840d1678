package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import java.time.Clock;
import java.time.Duration;
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
  record Tools(
      Deployer deployer,
      Topics topics,
      PlanMemory memory,
      Moves moves,
      Clock clock,
      Limits limits) {}

  /** How long what leaves may take. */
  record Limits(Duration drain, Duration release) {}

  private final ResourceKey key;
  private final Tools tools;
  private final Plan recalled;
  private final Rollout rollout;

  private volatile Desired desired;
  private volatile @Nullable Run lastRun;
  private volatile @Nullable ResourceStatus status;
  private volatile List<Buffer> buffers = List.of();
  private volatile boolean stepped;

  /**
   * @param running what ran of it before this loop began
   */
  ResourceLoop(Plan running, Desired desired, Tools tools) {
    this.key = running.key();
    this.tools = tools;
    this.recalled = running;
    this.rollout = new Rollout(running, tools);
    this.desired = desired;
    want(desired);
    resume(desired);
  }

  /** What ran before runs on while what is written now cannot be run. */
  private void resume(Desired first) {
    if (first instanceof Desired.Keep keep && keep.resumes() && !recalled.stages().isEmpty()) {
      lastRun = new Run(recalled.withLeaving(List.of()), false, Skips.NOTHING);
    }
  }

  void want(Desired next) {
    desired = next;
    if (next instanceof Run run) {
      lastRun = run;
    }
  }

  Desired desired() {
    return desired;
  }

  @Nullable ResourceStatus status() {
    return status;
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

  boolean isGone() {
    return rollout.isGone();
  }

  /** One step; never fails, for what fails is in the status and is tried again by the next. */
  void step() {
    if (!stepped) {
      report(Condition.of(Condition.Type.DEPLOYED, false, "Deploying", "about to be deployed"));
    }
    report(converge());
    buffers = standing();
    stepped = true;
  }

  private List<Buffer> standing() {
    Run run = lastRun;
    return run == null || desired instanceof Desired.Gone ? List.of() : rollout.buffers(run.plan());
  }

  private Condition converge() {
    Desired now = desired;
    Run run = lastRun;
    try {
      if (now instanceof Desired.Gone) {
        rollout.remove(run == null ? Skips.NOTHING : run.skips());
      } else if (run != null) {
        rollout.approach(run);
      } else if (now instanceof Desired.Keep keep) {
        return Condition.of(
            Condition.Type.DEPLOYED, false, keep.reason(), Conditions.words(keep.findings()));
      }
      return deployed();
    } catch (Topics.Unavailable e) {
      return failed("KafkaUnavailable", e);
    } catch (RuntimeException e) {
      return failed("CannotDeploy", e);
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

  private Condition failed(String reason, RuntimeException e) {
    Condition failed =
        Condition.of(Condition.Type.DEPLOYED, false, reason, String.valueOf(e.getMessage()));
    ResourceStatus before = status;
    if (before == null || !before.condition(Condition.Type.DEPLOYED).reason().equals(reason)) {
      LOG.warn("{}: {}", key, failed.message());
    }
    return failed;
  }

  private void report(Condition deployed) {
    Desired now = desired;
    Run run = lastRun;
    List<StageStatus> stages = tools.deployer().status(key);
    Statuses statuses = new Statuses(stages, lags(stages));
    List<StreamStatus> streams =
        rollout.streams(run).map(stream -> statuses.of(stream, atLeast(stream, run))).toList();
    ResourceStatus before = status;
    List<Condition> conditions =
        List.of(Conditions.valid(now), deployed, Conditions.ready(deployed, streams));
    ResourceStatus next =
        new ResourceStatus(
            key,
            run == null ? "" : run.plan().applicationId(),
            Conditions.timed(
                conditions,
                before == null ? List.of() : before.conditions(),
                tools.clock().instant()),
            now instanceof Desired.Keep keep ? keep.findings() : List.of(),
            streams);
    StateChanges.between(before, next).forEach(LOG::info);
    status = next;
  }

  private StreamState atLeast(PlannedStream stream, @Nullable Run run) {
    if (rollout.isDraining(stream)) {
      return StreamState.DRAINING;
    }
    return run != null && run.paused() ? StreamState.PAUSED : StreamState.RUNNING;
  }

  /** Lag is worth knowing, not worth failing for. */
  private Map<Input, Long> lags(List<StageStatus> stages) {
    List<Input> inputs =
        stages.stream()
            .flatMap(stage -> Stream.ofNullable(stage.stage().wiring().input()))
            .toList();
    try {
      return inputs.isEmpty() ? Map.of() : tools.topics().lag(inputs);
    } catch (Topics.Unavailable _) {
      return Map.of();
    }
  }
}
