package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import java.util.List;

/** Remembers over restarts what was put to work. */
public interface PlanMemory {

  List<Plan> recall();

  void remember(Plan plan);

  void forget(ResourceKey key);
}
