package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.reconcile.Desired.Gone;
import dev.fes.controller.reconcile.Desired.Keep;
import dev.fes.controller.reconcile.Desired.Run;
import dev.fes.controller.reconcile.Desired.Skips;
import java.util.List;
import java.util.Set;

/** What is wanted of a resource, in the words of tests. */
final class Wishes {

  private static final List<Finding> FINDINGS = List.of(new Finding("a", "b"));

  private Wishes() {}

  static Run running(Plan plan) {
    return running(plan, Skips.NOTHING);
  }

  static Run running(Plan plan, Skips skips) {
    return new Run(plan, Pauses.NONE, skips);
  }

  static Run runningSkippingDrain(Plan plan) {
    return running(plan, new Skips(true, false));
  }

  static Run paused(Plan plan) {
    return new Run(plan, new Pauses(true, Set.of(), Set.of()), Skips.NOTHING);
  }

  static Keep invalid() {
    return invalid(Pauses.NONE);
  }

  static Keep invalid(Pauses pauses) {
    return new Keep(false, "Invalid", FINDINGS, true, pauses);
  }

  static Keep notAllowed() {
    return new Keep(false, "NotAllowed", FINDINGS, false, Pauses.NONE);
  }

  static Gone gone() {
    return new Gone(Skips.NOTHING);
  }
}
