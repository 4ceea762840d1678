package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import java.util.List;

/**
 * Makes stages run as a plan says. Applying twice changes nothing; a changed plan restarts exactly
 * the stages whose settings changed, stops those it no longer has, writers before readers, and
 * starts new ones readers before writers.
 */
public interface Deployer extends AutoCloseable {

  void apply(Plan plan);

  /** The stages of a resource in the plan's order; none when it was never applied. */
  List<StageStatus> status(ResourceKey key);

  /** Stops all stages of a resource, the source first; a no-op when there are none. */
  void remove(ResourceKey key);

  @Override
  void close();
}
