package dev.fes.controller.ops;

import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready once every resource has been looked at, or another controller does that; how its streams
 * are is no matter of this process's health.
 */
final class ReconciledHealth implements HealthIndicator {

  private final Reconciler reconciler;
  private final Leadership leadership;

  ReconciledHealth(Reconciler reconciler, Leadership leadership) {
    this.reconciler = reconciler;
    this.leadership = leadership;
  }

  @Override
  public Health health() {
    if (!leadership.isHeld()) {
      return Health.up().withDetail("role", "standby").build();
    }
    return (reconciler.isReconciled() ? Health.up() : Health.outOfService())
        .withDetail("role", "leader")
        .build();
  }
}
