package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes stages run as a plan says. Applying twice changes nothing, and mends what somebody else
 * changed; a changed plan restarts exactly the stages whose settings changed, stops those it no
 * longer has, writers before readers, and starts new ones readers before writers.
 */
public interface Deployer extends AutoCloseable {

  default void apply(Plan plan) {
    apply(plan, Set.of());
  }

  /**
   * @param held names of stages that keep their place and do not run for now
   */
  void apply(Plan plan, Set<String> held);

  /** The stages of a resource in the plan's order; none when it was never applied. */
  List<StageStatus> status(ResourceKey key);

  /** Ends these stages, writers before readers; they start again when the plan is applied next. */
  void restart(ResourceKey key, Set<String> stages);

  /** Where one of the stages listens, if it runs. */
  Optional<StageAddress> address(ResourceKey key, String stage);

  /** Stops all stages of a resource, writers before readers; a no-op when there are none. */
  void remove(ResourceKey key);

  /**
   * Takes away what a source that does not run any more has made where it read, such as a slot;
   * what it found there stays. Returns at once, and is asked again until it is no longer under way.
   */
  Release release(ResourceKey key, Stage source);

  @Override
  void close();
}
