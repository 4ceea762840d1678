package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.letters.LetterBox;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.reconcile.Leadership;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the dead letters of an event stream that somebody names. */
record LetterBoxes(Function<ResourceKey, Optional<Plan>> plans, Leadership leadership) {

  LetterBox find(ResourceKey key, String stream) {
    if (!leadership.isHeld()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "this controller is a standby: ask "
              + leadership
                  .leader()
                  .map(name -> "the leader, " + name)
                  .orElse("the one that leads"));
    }
    Plan plan =
        plans
            .apply(key)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no resource " + key));
    return LetterBox.of(plan, stream).orElseThrow(() -> noStream(plan, stream));
  }

  private static Refusal noStream(Plan plan, String stream) {
    return new Refusal(
        Reason.NOT_FOUND,
        "%s has no event stream %s: it has %s"
            .formatted(
                plan.key(),
                stream,
                plan.streams().stream()
                    .map(PlannedStream::name)
                    .collect(Collectors.joining(", "))));
  }
}
