package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a resource at one time. What a stage said last is kept while it does not answer,
 * with the time it was said.
 */
record Observation(
    Instant at, List<StageStatus> stages, Map<Input, Depth> depths, Map<String, Heard> heard) {

  /** The last answer of a stage. */
  record Heard(Instant at, StageReport report) {}

  static Observation of(
      @Nullable Observation before,
      Instant at,
      List<StageStatus> stages,
      Map<Input, Depth> depths) {
    Map<String, Heard> heard = new HashMap<>();
    for (StageStatus stage : stages) {
      String name = stage.stage().name();
      if (!stage.report().streams().isEmpty()) {
        heard.put(name, new Heard(at, stage.report()));
      } else if (before != null && before.heard().get(name) instanceof Heard last) {
        heard.put(name, last);
      }
    }
    return new Observation(at, List.copyOf(stages), Map.copyOf(depths), Map.copyOf(heard));
  }
}
