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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The stages of one resource, in the plan's order. */
final class ResourceStages {

  private final ResourceKey key;
  private final Placements placements;
  private final Applier applier;
  private final Stopper stopper;
  private final ClusterView view;
  private Map<String, StageWatch> watches = new LinkedHashMap<>();

  /** Those that are known to have no pod while they are held. */
  private final Set<String> atRest = new HashSet<>();

  ResourceStages(
      ResourceKey key, Placements placements, Applier applier, Stopper stopper, ClusterView view) {
    this.key = key;
    this.placements = placements;
    this.applier = applier;
    this.stopper = stopper;
    this.view = view;
  }

  synchronized void apply(Plan plan, Set<String> held) {
    Map<String, PlacedStage> wanted = new LinkedHashMap<>();
    placements
        .of(plan, held, view.deployments(key))
        .forEach(placed -> wanted.put(placed.name(), placed));
    for (Role role : List.of(Role.values()).reversed()) {
      delete(leaving(role, name -> !wanted.containsKey(name)));
      hold(wanted.values().stream().filter(p -> p.held() && p.stage().role() == role).toList());
    }
    Map<String, StageWatch> next = new LinkedHashMap<>();
    for (PlacedStage placed : wanted.values()) {
      StageWatch watch = watches.get(placed.name());
      next.put(placed.name(), watch == null ? new StageWatch(placed) : watch);
      next.get(placed.name()).place(placed);
    }
    watches = next;
    for (PlacedStage placed : wanted.values()) {
      if (!placed.held()) {
        atRest.remove(placed.name());
        applier.apply(placed);
      }
    }
  }

  /** As {@code kubectl rollout restart} does; each by its own strategy. */
  void restart(Set<String> names) {
    names.forEach(name -> applier.restart(key.namespace(), name));
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
  private void hold(List<PlacedStage> stages) {
    stages.forEach(applier::apply);
    List<String> ending =
        stages.stream().map(PlacedStage::name).filter(name -> !atRest.contains(name)).toList();
    stopper.awaitNoPods(key.namespace(), ending);
    atRest.addAll(ending);
  }

  private void delete(List<String> leaving) {
    stopper.delete(key.namespace(), leaving);
    leaving.forEach(watches::remove);
    atRest.removeAll(leaving);
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
        .map(watch -> watch.placed().stage())
        .filter(stage -> stage.role() == role)
        .map(Stage::name)
        .forEach(names::add);
    return names.stream().filter(unwanted).toList();
  }
}
