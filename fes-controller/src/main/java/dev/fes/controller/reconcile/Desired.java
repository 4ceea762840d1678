package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.controller.plan.Plan;
import java.util.List;

/** What is wanted of one resource. */
sealed interface Desired {

  /** Run it; a paused one keeps all but its sources. */
  record Run(Plan plan, boolean paused, boolean skipDrain) implements Desired {}

  /**
   * Leave what runs alone: what is written now cannot be run.
   *
   * @param resumes whether what ran before a restart runs on; not so what the installation forbids
   */
  record Keep(boolean valid, String reason, List<Finding> findings, boolean resumes)
      implements Desired {}

  /**
   * It is deleted: drain it and take it away.
   *
   * @param skipDrain as it was said after the deletion began; what was said before counts too
   */
  record Gone(boolean skipDrain) implements Desired {

    Gone() {
      this(false);
    }
  }
}
