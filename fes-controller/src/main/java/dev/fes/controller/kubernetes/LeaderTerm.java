package dev.fes.controller.kubernetes;

import dev.fes.controller.reconcile.Reconciler;

/** What only the leader does. */
record LeaderTerm(
    LeaderLabel label, ClusterResources resources, StatusWriter statuses, Reconciler reconciler)
    implements Election.Term {

  /** A process restarted in a former leader's pod does not lead yet. */
  @Override
  public void standBy() {
    label.set(false);
  }

  @Override
  public void begin() {
    label.set(true);
    statuses.start();
    resources.start(reconciler::accept);
  }

  @Override
  public void end() {
    resources.close();
    reconciler.close();
  }

  @Override
  public void lose() {
    Runtime.getRuntime().halt(1);
  }
}
