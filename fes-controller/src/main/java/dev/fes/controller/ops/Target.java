package dev.fes.controller.ops;

import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Stage;
import java.util.List;
import java.util.stream.Collectors;

/** What of a resource an action is about: the stages that its words name. */
record Target(Plan plan, ActionRequest request, List<Stage> stages) {

  static Target of(Plan plan, ActionRequest request) {
    String stream = request.stream();
    if (stream != null && !plan.has(stream)) {
      throw new Refusal(
          Reason.NOT_FOUND,
          plan.key()
              + " has no event stream "
              + stream
              + ": use one of "
              + plan.streams().stream().map(PlannedStream::name).collect(Collectors.joining(", ")));
    }
    List<Stage> stages =
        plan.stages().stream()
            .filter(stage -> stream == null || stage.streams().contains(stream))
            .filter(stage -> isNamed(stage, request))
            .toList();
    if (stages.isEmpty()) {
      throw new Refusal(
          Reason.NOT_FOUND,
          "there is no stage " + request.stage() + ": use one of " + names(plan.stages()));
    }
    return new Target(plan, request, stages);
  }

  /** The one stage it names; several of one role need to be told apart. */
  Stage stage() {
    if (stages.size() > 1) {
      throw new Refusal(
          Reason.MALFORMED,
          "several stages are called " + request.stage() + ": use one of " + names(stages));
    }
    return stages.getFirst();
  }

  private static boolean isNamed(Stage stage, ActionRequest request) {
    String named = request.stage();
    return named == null || named.equals(stage.name()) || named.equals(stage.role().title());
  }

  private static String names(List<Stage> stages) {
    return stages.stream().map(Stage::name).collect(Collectors.joining(", "));
  }
}
