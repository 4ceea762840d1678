package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.ops.ActionRequest.Verb;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.Switches;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator does with running streams, one thing at a time, whoever asks for it. */
final class StreamActions {

  private final Guard guard;
  private final Leadership leadership;
  private final Reconciler reconciler;
  private final Deployer deployer;
  private final Switches switches;
  private final Pausing pausing;
  private final Skipping skipping;
  private final Backfilling backfilling;

  StreamActions(
      Guard guard,
      Leadership leadership,
      Reconciler reconciler,
      Deployer deployer,
      Switches switches,
      Skipping skipping,
      Backfilling backfilling) {
    this.guard = guard;
    this.leadership = leadership;
    this.reconciler = reconciler;
    this.deployer = deployer;
    this.switches = switches;
    this.pausing = new Pausing(switches);
    this.skipping = skipping;
    this.backfilling = backfilling;
  }

  /** What was done, in words. */
  String act(@Nullable Principal principal, ResourceKey key, ActionRequest request) {
    Action action =
        Action.on(
            key,
            Objects.requireNonNullElse(request.action(), ""),
            Right.ACT,
            request.stream(),
            request.details());
    return guard.run(principal, action, () -> act(request.verb(), target(key, request)));
  }

  private String act(Verb verb, Target target) {
    try {
      return done(verb, target);
    } catch (Switches.Refused e) {
      throw new Refusal(Reason.NOT_NOW, String.valueOf(e.getMessage()));
    }
  }

  private String done(Verb verb, Target target) {
    return switch (verb) {
      case PAUSE -> pausing.pause(target);
      case RESUME -> pausing.resume(target);
      case RESTART -> restart(target);
      case SKIP -> skipping.skip(target, required("event", target.request().event()));
      case ACCEPT_GAP -> acceptGap(target, required("position", target.request().position()));
      case BACKFILL -> backfilling.start(target);
      case CANCEL_BACKFILL -> backfilling.cancel(target);
    };
  }

  private Target target(ResourceKey key, ActionRequest request) {
    if (!leadership.isHeld()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "this controller stands by: ask the one that leads"
              + leadership.leader().map(name -> ", " + name).orElse(""));
    }
    Plan plan =
        reconciler
            .plan(key)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no resource " + key));
    if (plan.stages().isEmpty()) {
      throw new Refusal(Reason.NOT_NOW, "nothing runs of " + key + ": its status says why");
    }
    return Target.of(plan, request);
  }

  private String restart(Target target) {
    ResourceKey key = target.plan().key();
    Set<String> running =
        deployer.status(key).stream()
            .filter(status -> status.state() != StreamState.PAUSED)
            .map(status -> status.stage().name())
            .collect(Collectors.toSet());
    Set<String> names =
        target.stages().stream()
            .map(Stage::name)
            .filter(running::contains)
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      throw new Refusal(Reason.NOT_NOW, "it is paused: resume it, and it starts anew");
    }
    deployer.restart(key, names);
    reconciler.wake(key);
    return "told to start again: " + names.stream().sorted().collect(Collectors.joining(", "));
  }

  private String acceptGap(Target target, String position) {
    ResourceKey key = target.plan().key();
    if (deployer.status(key).stream().noneMatch(status -> isGap(status, position))) {
      throw new Refusal(
          Reason.NOT_NOW,
          "no source of "
              + key
              + " has failed with a gap at "
              + position
              + ": its error names the"
              + " position");
    }
    switches.set(key, Annotation.ACCEPT_GAP, position);
    return "the gap at " + position + " is accepted; the source starts again behind it";
  }

  /** The failure names the position in the very form that accepts it. */
  private static boolean isGap(StageStatus status, String position) {
    return status.report().streams().stream()
        .filter(entry -> entry.state() == StreamState.FAILED)
        .map(StageReport.Entry::error)
        .anyMatch(error -> error != null && error.contains("accept-gap: \"" + position + "\""));
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new Refusal(Reason.MALFORMED, name + " is missing");
    }
    return value;
  }
}
