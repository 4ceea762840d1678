package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageProbe;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What runs of one resource, and its stages in the plan's order. */
final class ResourceStages {

  private final ResourceKey key;
  private final Placements placements;
  private final Applier applier;
  private final Stopper stopper;
  private final ClusterView view;
  private Map<String, StageWatch> watches = new LinkedHashMap<>();

  /** Those that are known to have no pod while they are held. */
  private final Set<String> atRest = new HashSet<>();

  /** The settings that alone are in the pods of each unit of several stages. */
  private final Map<String, String> settled = new HashMap<>();

  ResourceStages(
      ResourceKey key, Placements placements, Applier applier, Stopper stopper, ClusterView view) {
    this.key = key;
    this.placements = placements;
    this.applier = applier;
    this.stopper = stopper;
    this.view = view;
  }

  synchronized void apply(Plan plan, Set<String> held) {
    Map<String, PlacedUnit> wanted = new LinkedHashMap<>();
    placements
        .of(plan, held, view.deployments(key))
        .forEach(placed -> wanted.put(placed.name(), placed));
    for (Role role : List.of(Role.values()).reversed()) {
      delete(leaving(role, name -> !wanted.containsKey(name)));
      hold(wanted.values().stream().filter(p -> p.held() && p.unit().role() == role).toList());
    }
    watches = watched(wanted.values());
    for (PlacedUnit placed : wanted.values()) {
      if (!placed.held()) {
        atRest.remove(placed.name());
        applier.apply(placed);
        settle(placed);
      }
    }
  }

  private Map<String, StageWatch> watched(Collection<PlacedUnit> wanted) {
    Map<String, StageWatch> next = new LinkedHashMap<>();
    for (PlacedUnit placed : wanted) {
      for (Stage stage : placed.unit().stages()) {
        StageWatch watch = watches.get(stage.name());
        next.put(stage.name(), watch == null ? new StageWatch(placed, stage) : watch);
        next.get(stage.name()).place(placed, stage);
      }
    }
    return next;
  }

  /**
   * A stage that left a unit, or is held in it, runs no more: nobody may count on that before the
   * pod that had it is gone.
   */
  private void settle(PlacedUnit placed) {
    if (placed.unit().isCompact()) {
      String hash = StagePod.settingsHash(placed);
      if (!hash.equals(settled.get(placed.name()))) {
        stopper.awaitOnly(key.namespace(), placed.name(), hash);
        settled.put(placed.name(), hash);
      }
    }
  }

  /** As {@code kubectl rollout restart} does; each by its own strategy. */
  void restart(Set<String> names) {
    units(names).forEach(unit -> applier.restart(key, unit));
  }

  private synchronized Set<String> units(Set<String> stages) {
    return watches.values().stream()
        .map(StageWatch::placed)
        .filter(placed -> placed.unit().isAnyOf(stages))
        .map(PlacedUnit::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  synchronized Optional<StageAddress> address(String stage) {
    return Optional.ofNullable(watches.get(stage)).flatMap(watch -> watch.address(view));
  }

  synchronized void remove() {
    for (Role role : List.of(Role.values()).reversed()) {
      delete(leaving(role, _ -> true));
    }
    watches = new LinkedHashMap<>();
  }

  List<Callable<StageStatus>> looks(StageProbe probe) {
    Collection<StageWatch> current;
    synchronized (this) {
      current = List.copyOf(watches.values());
    }
    return current.stream()
        .<Callable<StageStatus>>map(watch -> () -> watch.look(view, probe))
        .toList();
  }

  /** Told to run no pod, and waited for. */
  private void hold(List<PlacedUnit> stages) {
    stages.forEach(applier::apply);
    List<String> ending =
        stages.stream().map(PlacedUnit::name).filter(name -> !atRest.contains(name)).toList();
    stopper.awaitNoPods(key.namespace(), ending);
    atRest.addAll(ending);
  }

  private void delete(List<String> leaving) {
    stopper.delete(key, leaving);
    watches.values().removeIf(watch -> leaving.contains(watch.placed().name()));
    atRest.removeAll(leaving);
    leaving.forEach(settled::remove);
  }

  /** As the cluster has them, and those it was told of a moment ago. */
  private List<String> leaving(Role role, Predicate<String> unwanted) {
    Set<String> names = new TreeSet<>();
    for (Deployment deployment : view.deployments(key)) {
      if (Marks.role(deployment) == role) {
        names.add(deployment.getMetadata().getName());
      }
    }
    watches.values().stream()
        .map(StageWatch::placed)
        .filter(placed -> placed.unit().role() == role)
        .map(PlacedUnit::name)
        .forEach(names::add);
    return names.stream().filter(unwanted).toList();
  }
}
