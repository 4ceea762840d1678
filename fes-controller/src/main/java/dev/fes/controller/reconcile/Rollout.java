package dev.fes.controller.reconcile;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import dev.fes.controller.reconcile.ResourceLoop.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one resource from what runs to what is wanted: topics, stages, and what is left over when
 * it is drained.
 */
final class Rollout {

  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final Tools tools;
  private final Releases releases;
  private Plan running;
  private List<PlannedStream> leaving = List.of();
  private Set<String> withheld = Set.of();
  private List<String> overdue = List.of();
  private @Nullable Applied deployed;
  private @Nullable Plan aim;
  private boolean drained;
  private boolean givenUp;
  private @Nullable Instant drainingSince;
  private boolean gone;

  /** What the deployer was told last. */
  private record Applied(Plan plan, Set<String> held) {}

  /**
   * @param running what ran before; it is deployed again as soon as it is wanted
   */
  Rollout(Plan running, Tools tools) {
    this.running = running;
    this.tools = tools;
    this.releases = new Releases(running, tools);
  }

  /** One step towards it; done when nothing is left over. */
  void approach(Run run) {
    if (!run.plan().equals(aim)) {
      aim = run.plan();
      drained = false;
      givenUp = false;
      drainingSince = null;
      releases.forgetRemains();
    }
    Transition transition = new Transition(running, run.plan());
    Plan meanwhile = transition.meanwhile();
    Applied next = applied(run, meanwhile);
    leaving = transition.leaving();
    withheld = transition.withheldStreams();
    overdue = List.of();
    prepare(run, meanwhile, next);
    drainingSince = transition.isDone() ? null : since();
    deploy(run, transition, next);
    deployed = next;
    if (!transition.isDone() && isDrained(run, transition) && isReleased(run, transition)) {
      finish(run, transition);
    }
  }

  /** What is remembered counts as made: a step that fails here may have made some of it. */
  private void prepare(Run run, Plan meanwhile, Applied next) {
    boolean isNew = !next.equals(deployed);
    if (isNew) {
      tools.memory().remember(meanwhile);
    }
    running = meanwhile;
    if (isNew) {
      tools.topics().ensure(run.plan().topics());
    }
  }

  /** What is left over and cannot run is stopped where it need not be waited for. */
  private void deploy(Run run, Transition transition, Applied next) {
    if (!givenUp) {
      try {
        apply(next);
        return;
      } catch (RuntimeException e) {
        if (!mayGiveUp(run, transition)) {
          throw e;
        }
        LOG.warn("{}: what is left over is given up: {}", running.key(), e.getMessage());
      }
    }
    givenUp = true;
    drained = true;
    apply(applied(run, transition.interim().withLeaving(running.leaving())));
  }

  private void apply(Applied next) {
    tools.deployer().apply(next.plan(), next.held());
  }

  /**
   * One step towards nothing.
   *
   * @param barred what is buffered cannot be finished, for nothing may run
   */
  void remove(Skips skips, boolean barred) {
    Plan nothing = Transition.nothing(running.key());
    approach(new Run(nothing, Pauses.NONE, skips, barred));
    if (new Transition(running, nothing).isDone()) {
      tools.deployer().remove(running.key());
      tools.memory().forget(running.key());
      gone = true;
    }
  }

  /** Takes away at once what is not gone already: where it ran, nothing can run any more. */
  void abandon() {
    Transition transition = new Transition(running, Transition.nothing(running.key()));
    tools.deployer().remove(running.key());
    tools.topics().remove(topicNames(transition), transition.obsoleteGroups());
    tools.memory().forget(running.key());
    releases.abandon(transition.toRelease());
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  boolean isDraining() {
    return drainingSince != null;
  }

  /** Which reader is released, in words; null if none is. */
  @Nullable String releasing() {
    return releases.words();
  }

  /** What may be left at a source that could not be released. */
  String remains() {
    return releases.remains();
  }

  /** The event streams that take too long to be empty before they are wired anew. */
  List<String> overdue() {
    return overdue;
  }

  /** Whether it only finishes what is buffered, or waits for one beside it that does. */
  boolean isDraining(PlannedStream stream) {
    return leaving.contains(stream) || withheld.contains(stream.name());
  }

  /** Those that run, and those that are to run. */
  Stream<PlannedStream> streams(@Nullable Run run) {
    Stream<PlannedStream> wanted =
        run == null || gone || !leaving.isEmpty() ? Stream.of() : run.plan().streams().stream();
    return Stream.concat(
        running.streams().stream(), wanted.filter(stream -> !running.has(stream.name())));
  }

  /** The topics that are there to stay. */
  List<Buffer> buffers(Plan wanted) {
    return new Transition(running, wanted).buffers();
  }

  private static List<String> topicNames(Transition transition) {
    return transition.obsoleteTopics().stream().map(Topic::name).toList();
  }

  private static Applied applied(Run run, Plan plan) {
    Set<String> held =
        plan.stages().stream()
            .filter(
                stage ->
                    run.holds(stage)
                        || (stage.role() == Role.SOURCE && isUnderRelease(plan, stage)))
            .map(Stage::name)
            .collect(Collectors.toSet());
    return new Applied(plan.withLeaving(List.of()), held);
  }

  /** One that came back in the middle of its release begins anew when that is over. */
  private static boolean isUnderRelease(Plan plan, Stage source) {
    return plan.leaving().stream().anyMatch(leaving -> leaving.isOf(source));
  }

  /** Once drained, it stays so: its sources are stopped. */
  private boolean isDrained(Run run, Transition transition) {
    drained = drained || mayFinish(run, transition);
    return drained;
  }

  private boolean isReleased(Run run, Transition transition) {
    running = releases.step(running, transition.toRelease(), run.skips());
    return new Transition(running, run.plan()).toRelease().isEmpty();
  }

  /** The lag comes last, for who cannot be asked must not keep a drain from ending. */
  private boolean mayFinish(Run run, Transition transition) {
    overdue = isLate() ? transition.waitedFor() : List.of();
    if (mayGiveUp(run, transition)) {
      LOG.warn(
          "{}: goes on, {} drained or not",
          running.key(),
          leaving.isEmpty() ? transition.waitedFor() : names(leaving));
      return true;
    }
    return isEmpty(transition);
  }

  /** Late, only what is not wanted any more: a wanted event stream waits until somebody decides. */
  private boolean mayGiveUp(Run run, Transition transition) {
    return !transition.isDone()
        && (run.skips().drain() || (isLate() && transition.rewired().isEmpty()));
  }

  private Instant since() {
    return drainingSince == null ? tools.clock().instant() : drainingSince;
  }

  private boolean isLate() {
    return Duration.between(since(), tools.clock().instant()).compareTo(tools.limits().drain()) > 0;
  }

  /** Asks in the order records pass: what is empty stays empty, for nothing comes after it. */
  private boolean isEmpty(Transition transition) {
    return transition.toDrain().stream()
        .allMatch(input -> tools.topics().lag(List.of(input)).getOrDefault(input, 0L) == 0);
  }

  private static List<String> names(List<PlannedStream> streams) {
    return streams.stream().map(PlannedStream::name).toList();
  }

  private void finish(Run run, Transition transition) {
    apply(applied(run, transition.interim()));
    tools.topics().startAtEnd(transition.rewired());
    tools.topics().remove(topicNames(transition), transition.obsoleteGroups());
    running = transition.wanted();
    tools.memory().remember(running);
    deployed = null;
    drainingSince = null;
    drained = false;
    givenUp = false;
    leaving = List.of();
    withheld = Set.of();
    overdue = List.of();
  }
}
