package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Reader;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.Condition.Type;
import dev.fes.controller.reconcile.Desired.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what runs of one resource equal to what is wanted of it, one step after the other, and knows how it is. */
final class ResourceLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceLoop.class);

    /** What every loop works with. */
    record Tools(Deployer deployer, Topics topics, PlanMemory memory, Clock clock, Duration drainTimeout) {}

    private final ResourceKey key;
    private final Tools tools;

    private volatile Desired desired;
    private volatile @Nullable Run lastRun;
    private volatile @Nullable ResourceStatus status;

    private Plan running;
    private @Nullable Plan deployed;
    private Set<String> leaving = Set.of();
    private @Nullable Instant drainingSince;
    private boolean gone;

    /** @param running what ran of it before this loop began */
    ResourceLoop(Plan running, Desired desired, Tools tools) {
        this.key = running.key();
        this.tools = tools;
        this.running = running;
        this.desired = desired;
        want(desired);
    }

    void want(Desired next) {
        desired = next;
        if (next instanceof Run run) {
            lastRun = run;
        }
    }

    @Nullable ResourceStatus status() {
        return status;
    }

    /** What its sources read, or are about to; a deleted resource has them until it is gone. */
    Set<Reader> readers() {
        Run run = lastRun;
        return run == null ? Set.of() : run.plan().readers();
    }

    boolean isGone() {
        return gone;
    }

    Desired desired() {
        return desired;
    }

    /** One step; never fails, for what fails is in the status and is tried again by the next. */
    void step() {
        Condition deployedNow = converge();
        report(deployedNow);
    }

    private Condition converge() {
        Desired now = desired;
        try {
            Run run = lastRun;
            if (now instanceof Desired.Gone) {
                approach(new Run(Transition.nothing(key), false, run != null && run.skipDrain()));
                gone = new Transition(running, Transition.nothing(key)).isDone();
                if (gone) {
                    tools.deployer().remove(key);
                    tools.memory().forget(key);
                }
            } else if (run != null) {
                approach(run);
            }
            return deployed(now, run);
        } catch (Topics.Unavailable e) {
            return failed("KafkaUnavailable", e);
        } catch (RuntimeException e) {
            return failed("CannotDeploy", e);
        }
    }

    private void approach(Run run) {
        Transition transition = new Transition(running, run.plan());
        Plan meanwhile = transition.meanwhile();
        Plan next = unlessPaused(run, meanwhile);
        leaving = transition.leaving().stream().map(stream -> stream.name()).collect(Collectors.toSet());
        if (!next.equals(deployed)) {
            tools.memory().remember(meanwhile);
            tools.topics().ensure(run.plan().topics());
            tools.deployer().apply(next);
            LOG.info("{}: {} stages, {} event streams", key, next.stages().size(), next.streams().size());
            deployed = next;
            running = meanwhile;
        }
        if (transition.isDone()) {
            drainingSince = null;
        } else if (run.skipDrain() || isDrained(transition) || isOverdue(transition)) {
            finish(run, transition);
        }
    }

    private static Plan unlessPaused(Run run, Plan plan) {
        return run.paused() ? plan.withStages(stage -> stage.role() != Role.SOURCE) : plan;
    }

    /** Confirms in the order records pass: what is empty stays empty, for nothing comes after it. */
    private boolean isDrained(Transition transition) {
        if (drainingSince == null) {
            drainingSince = tools.clock().instant();
        }
        return transition.toDrain().stream()
                .allMatch(input -> tools.topics().lag(List.of(input)).getOrDefault(input, 0L) == 0);
    }

    private boolean isOverdue(Transition transition) {
        Instant since = drainingSince;
        boolean overdue = since != null
                && transition.rewired().isEmpty()
                && Duration.between(since, tools.clock().instant()).compareTo(tools.drainTimeout()) > 0;
        if (overdue) {
            LOG.warn("{}: {} not drained within {}, removed all the same", key, leaving, tools.drainTimeout());
        }
        return overdue;
    }

    private void finish(Run run, Transition transition) {
        tools.deployer().apply(unlessPaused(run, transition.interim()));
        tools.topics().startAtEnd(transition.rewired());
        tools.topics()
                .remove(
                        transition.obsoleteTopics().stream().map(topic -> topic.name()).toList(),
                        transition.obsoleteGroups());
        running = transition.wanted();
        tools.memory().remember(running);
        deployed = null;
        drainingSince = null;
        leaving = Set.of();
    }

    private Condition deployed(Desired now, @Nullable Run run) {
        if (run == null && now instanceof Desired.Keep keep) {
            return Condition.of(Type.DEPLOYED, false, keep.reason(), Conditions.words(keep.findings()));
        }
        return drainingSince == null
                ? Condition.of(Type.DEPLOYED, true, "Deployed", "")
                : Condition.of(Type.DEPLOYED, true, "Draining", "finishing what is buffered of " + leaving);
    }

    private Condition failed(String reason, RuntimeException e) {
        Condition failed = Condition.of(Type.DEPLOYED, false, reason, String.valueOf(e.getMessage()));
        ResourceStatus before = status;
        if (before == null || !before.condition(Type.DEPLOYED).message().equals(failed.message())) {
            LOG.warn("{}: {}", key, failed.message());
        }
        return failed;
    }

    private void report(Condition deployedNow) {
        Desired now = desired;
        List<StageStatus> stages = tools.deployer().status(key);
        Statuses statuses = new Statuses(stages, lags(stages));
        Run run = lastRun;
        boolean paused = run != null && run.paused();
        List<StreamStatus> streams = running.streams().stream()
                .map(stream -> statuses.of(stream, atLeast(stream.name(), paused)))
                .toList();
        ResourceStatus before = status;
        List<Condition> conditions = new ArrayList<>(List.of(Conditions.valid(now), deployedNow));
        conditions.add(Conditions.ready(deployedNow, streams));
        ResourceStatus next = new ResourceStatus(
                key,
                run == null ? "" : run.plan().applicationId(),
                Conditions.timed(conditions, before == null ? List.of() : before.conditions(), tools.clock().instant()),
                now instanceof Desired.Keep keep ? keep.findings() : List.of(),
                streams);
        StateChanges.between(before, next).forEach(LOG::info);
        status = next;
    }

    private StreamState atLeast(String stream, boolean paused) {
        if (leaving.contains(stream)) {
            return StreamState.DRAINING;
        }
        return paused ? StreamState.PAUSED : StreamState.RUNNING;
    }

    /** Lag is worth knowing, not worth failing for. */
    private Map<Input, Long> lags(List<StageStatus> stages) {
        List<Input> inputs = stages.stream()
                .flatMap(stage -> Stream.ofNullable(stage.stage().wiring().input()))
                .toList();
        try {
            return tools.topics().lag(inputs);
        } catch (Topics.Unavailable _) {
            return Map.of();
        }
    }
}
