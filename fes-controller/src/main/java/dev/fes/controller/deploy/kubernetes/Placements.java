package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.kubernetes.PlacedUnit.Placement;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PodChoices;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Plans to what the objects of their units are made from. */
record Placements(Owners owners, SecretReferences secrets, Predicate<PodChoices> allowed) {

  List<PlacedUnit> of(Plan plan, Set<String> held, List<Deployment> existing) {
    if (plan.stages().isEmpty()) {
      return List.of();
    }
    Owner owner =
        owners
            .owner(plan.key())
            .orElseThrow(
                () -> new IllegalStateException(plan.key() + " is not in the cluster any more"));
    Placement placement =
        new Placement(plan.key(), plan.applicationId(), owner.uid(), choices(owner, existing));
    return plan.units(held).stream()
        .map(
            unit ->
                new PlacedUnit(
                    placement, unit, secrets.versions(plan.key().namespace(), unit, existing)))
        .toList();
  }

  /** A source that runs no more; nothing when its resource is gone. */
  Optional<PlacedUnit> alone(ResourceKey key, Stage source) {
    return owners
        .owner(key)
        .map(
            owner ->
                new PlacedUnit(
                    new Placement(key, "", owner.uid(), choices(owner, List.of())),
                    Unit.of(source, Set.of()),
                    new TreeMap<>()));
  }

  /** What runs keeps what it has while the resource chooses what it may not. */
  private PodChoices choices(Owner owner, List<Deployment> existing) {
    PodChoices chosen = PodChoices.of(owner.annotations());
    if (allowed.test(chosen)) {
      return chosen;
    }
    return existing.stream()
        .map(deployment -> PodChoices.of(deployment.getMetadata().getAnnotations()))
        .filter(allowed)
        .findFirst()
        .orElse(PodChoices.of(Map.of()));
  }
}
