package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import java.util.List;

/** What is wanted of one resource. */
sealed interface Desired {

  /**
   * Run it, but for what is paused.
   *
   * @param barred nothing of it may run; it keeps its place, its topics and who looks after it
   */
  record Run(Plan plan, Pauses pauses, Skips skips, boolean barred) implements Desired {

    Run(Plan plan, Pauses pauses, Skips skips) {
      this(plan, pauses, skips, false);
    }

    /** The same, and these rest. */
    Run with(Pauses newPauses) {
      return new Run(plan, newPauses, skips, barred);
    }

    boolean paused() {
      return barred || pauses.sources();
    }

    boolean holds(Stage stage) {
      return barred || (pauses.holds(stage) && (stage.role() == Role.SOURCE || wants(stage)));
    }

    /** What leaves has to finish, whether it is paused or not. */
    private boolean wants(Stage stage) {
      return plan.stages().stream().anyMatch(wanted -> wanted.name().equals(stage.name()));
    }
  }

  /**
   * What a person wants left out where something leaves.
   *
   * @param drain what is buffered is lost
   * @param cleanup what FES made at the source stays there
   */
  record Skips(boolean drain, boolean cleanup) {

    static final Skips NOTHING = new Skips(false, false);

    Skips or(Skips other) {
      return new Skips(drain || other.drain, cleanup || other.cleanup);
    }
  }

  /**
   * Leave what runs alone: what is written now cannot be run.
   *
   * @param resumes whether what ran before a restart runs on; not so what the installation may no
   *     longer allow
   * @param pauses what is to rest of what runs
   */
  record Keep(boolean valid, String reason, List<Finding> findings, boolean resumes, Pauses pauses)
      implements Desired {}

  /**
   * It is deleted: drain it and take it away.
   *
   * @param skips as said after the deletion began; what was said before counts too
   */
  record Gone(Skips skips) implements Desired {}
}
