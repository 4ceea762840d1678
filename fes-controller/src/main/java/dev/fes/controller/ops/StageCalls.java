package dev.fes.controller.ops;

import dev.fes.controller.deploy.StageCommands;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Stage;

/** What came of telling a stage to do something, as an operator hears of it. */
final class StageCalls {

  private static final int DONE = 200;
  private static final int CONFLICT = 409;

  private StageCalls() {}

  /**
   * The words of a stage that did as it was told.
   *
   * @throws Refusal with its words if it did not
   */
  static String answered(StageCommands.Answer answer) {
    return switch (answer.status()) {
      case DONE -> answer.words();
      case CONFLICT -> throw new Refusal(Reason.NOT_NOW, answer.words());
      default -> throw new Refusal(Reason.STAGE_UNREACHABLE, answer.words());
    };
  }

  static Refusal unreachable(Stage stage) {
    return new Refusal(
        Reason.STAGE_UNREACHABLE,
        "stage " + stage.name() + " cannot be reached: see its state and log");
  }
}
