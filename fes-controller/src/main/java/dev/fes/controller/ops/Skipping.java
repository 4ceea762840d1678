package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageCommands;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.reconcile.Switches;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;

/** Skips the one event that blocks: its stage decides, for only it knows whether it still does. */
final class Skipping {

  private final Deployer deployer;
  private final Topics topics;
  private final Switches switches;
  private final StageCommands commands;

  Skipping(Deployer deployer, Topics topics, Switches switches, StageCommands commands) {
    this.deployer = deployer;
    this.topics = topics;
    this.switches = switches;
    this.commands = commands;
  }

  private record Blocked(Stage stage, String stream) {}

  String skip(Target target, String event) {
    ResourceKey key = target.plan().key();
    Blocked blocked = find(target, event);
    StageAddress address =
        deployer
            .address(key, blocked.stage().name())
            .orElseThrow(() -> StageCalls.unreachable(blocked.stage()));
    keep(target, blocked.stream());
    try {
      return StageCalls.answered(commands.skip(key, address, event));
    } catch (IOException _) {
      throw StageCalls.unreachable(blocked.stage());
    }
  }

  /** As the stages say now, not as they said a moment ago. */
  private Blocked find(Target target, String event) {
    List<StageStatus> asked =
        deployer.status(target.plan().key()).stream()
            .filter(
                status ->
                    target.stages().stream()
                        .anyMatch(stage -> stage.name().equals(status.stage().name())))
            .toList();
    for (StageStatus status : asked) {
      for (StageReport.Entry entry : status.report().streams()) {
        if (entry.blocking().contains(event) && isMeant(target, entry.stream())) {
          return new Blocked(status.stage(), entry.stream());
        }
      }
    }
    asked.stream()
        .filter(status -> target.request().stage() != null && status.report().streams().isEmpty())
        .findFirst()
        .ifPresent(
            status -> {
              throw StageCalls.unreachable(status.stage());
            });
    throw new Refusal(Reason.NOT_NOW, "event " + event + " does not block here now");
  }

  private static boolean isMeant(Target target, String stream) {
    String named = target.request().stream();
    return named == null || named.equals(stream);
  }

  /** The topic is there before the stage writes to it, and known before it is there. */
  private void keep(Target target, String stream) {
    PlannedStream planned =
        target.plan().streams().stream()
            .filter(one -> one.name().equals(stream))
            .findFirst()
            .orElseThrow();
    remember(target.plan().key(), stream);
    try {
      topics.ensure(List.of(new Topic(planned.deadLetters(), 1)));
    } catch (Topics.Unavailable e) {
      throw new Refusal(Reason.NOT_NOW, "the event cannot be kept: " + e.getMessage());
    }
  }

  private void remember(ResourceKey key, String stream) {
    synchronized (switches) {
      SortedSet<String> skipped =
          Annotation.names(switches.get(key, Annotation.SKIPPED).orElse(null));
      if (skipped.add(stream)) {
        switches.set(key, Annotation.SKIPPED, String.join(",", skipped));
      }
    }
  }
}
