package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.PodChoices;
import dev.fes.controller.plan.Unit;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the objects of a unit of stages are made from, besides the installation: equal ones give
 * equal objects.
 *
 * @param secretVersions the versions of the Secrets it was started with, by name
 */
record PlacedUnit(Placement placement, Unit unit, SortedMap<String, String> secretVersions) {

  PlacedUnit {
    secretVersions = Collections.unmodifiableSortedMap(new TreeMap<>(secretVersions));
  }

  /** The resource it belongs to. */
  record Placement(ResourceKey key, String applicationId, String ownerUid, PodChoices choices) {}

  ResourceKey key() {
    return placement.key();
  }

  String name() {
    return unit.name();
  }

  /** Whether it keeps its place and does not run for now. */
  boolean held() {
    return unit.isHeld();
  }
}
