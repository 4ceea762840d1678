package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageCommands;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Stage;
import java.io.IOException;

/**
 * Has the rows published that a stream's table holds already. The source does it, and remembers in
 * Kafka that it was asked to.
 */
final class Backfilling {

  private final Deployer deployer;
  private final StageCommands commands;

  Backfilling(Deployer deployer, StageCommands commands) {
    this.deployer = deployer;
    this.commands = commands;
  }

  String start(Target target) {
    String stream = stream(target);
    tell(target, stream, "start");
    return "the rows of stream "
        + stream
        + " are published from now on; its status has how far it is";
  }

  String cancel(Target target) {
    String stream = stream(target);
    tell(target, stream, "cancel");
    return "no more rows of stream " + stream + " are published";
  }

  private void tell(Target target, String stream, String action) {
    ResourceKey key = target.plan().key();
    Stage source = source(target, stream);
    StageAddress address =
        deployer.address(key, source.name()).orElseThrow(() -> StageCalls.unreachable(source));
    try {
      var _ = StageCalls.answered(commands.backfill(key, address, stream, action));
    } catch (IOException _) {
      throw StageCalls.unreachable(source);
    }
  }

  private static String stream(Target target) {
    String named = target.request().stream();
    if (named != null) {
      return named;
    }
    if (target.plan().streams().size() > 1) {
      throw new Refusal(
          Reason.MALFORMED, "stream is missing, for " + target.plan().key() + " has several");
    }
    return target.plan().streams().getFirst().name();
  }

  private static Stage source(Target target, String stream) {
    return target.plan().stages().stream()
        .filter(stage -> stage.app() == App.POSTGRES_SOURCE && stage.streams().contains(stream))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_NOW,
                    "stream "
                        + stream
                        + " is not read from Postgres, and only a table has rows to"
                        + " publish again"));
  }
}
