package dev.fes.controller.ops;

import dev.fes.controller.reconcile.Reconciler;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready once every resource has been looked at; how its streams are is no matter of this process's
 * health.
 */
final class ReconciledHealth implements HealthIndicator {

  private final Reconciler reconciler;

  ReconciledHealth(Reconciler reconciler) {
    this.reconciler = reconciler;
  }

  @Override
  public Health health() {
    return (reconciler.isReconciled() ? Health.up() : Health.outOfService()).build();
  }
}
