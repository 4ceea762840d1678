package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PodChoices;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Stages of plans as they are placed in a cluster. */
final class Placing {

  private Placing() {}

  static PlacedUnit placed(Plan plan, Role role) {
    return placed(plan, role, Map.of(), false);
  }

  static PlacedUnit placed(Plan plan, Role role, Map<String, String> annotations, boolean held) {
    Stage stage = stage(plan, role);
    return placed(plan, Unit.of(stage, held ? Set.of(stage.name()) : Set.of()), annotations);
  }

  static PlacedUnit placed(Plan plan, Unit unit, Map<String, String> annotations) {
    return new PlacedUnit(
        new PlacedUnit.Placement(
            plan.key(),
            plan.applicationId(),
            "0b8a7a6e-0000-4000-8000-000000000001",
            PodChoices.of(annotations)),
        unit,
        new TreeMap<>(Map.of("fes-kafka", "17")));
  }

  static Stage stage(Plan plan, Role role) {
    return plan.stages().stream().filter(stage -> stage.role() == role).findFirst().orElseThrow();
  }
}
