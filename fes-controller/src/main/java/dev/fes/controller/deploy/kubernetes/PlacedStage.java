package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.PodChoices;
import dev.fes.controller.plan.Stage;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the objects of a stage are made from, besides the installation: equal ones give equal
 * objects.
 *
 * @param held whether it keeps its place and does not run for now
 * @param secretVersions the versions of the Secrets it was started with, by name
 */
record PlacedStage(
    Placement placement, Stage stage, boolean held, SortedMap<String, String> secretVersions) {

  PlacedStage {
    secretVersions = Collections.unmodifiableSortedMap(new TreeMap<>(secretVersions));
  }

  /** The resource a stage belongs to. */
  record Placement(ResourceKey key, String applicationId, String ownerUid, PodChoices choices) {}

  ResourceKey key() {
    return placement.key();
  }

  String name() {
    return stage.name();
  }
}
