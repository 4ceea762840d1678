package dev.fes.controller.plan;

import java.util.List;
import java.util.Set;

/**
 * What runs as one process, or in one pod: a stage, or with {@link Composition#COMPACT} all stages
 * of a resource.
 *
 * @param name a DNS label, unique in its namespace
 * @param stages all that have their place in it, readers before writers
 * @param held names of those that do not run for now
 */
public record Unit(String name, Composition composition, List<Stage> stages, Set<String> held) {

  private static final String COMPACT_MODULE = "fes-compact";

  public Unit {
    stages = List.copyOf(stages);
    held = Set.copyOf(held);
  }

  /** A stage by itself. */
  public static Unit of(Stage stage, Set<String> held) {
    return new Unit(
        stage.name(),
        Composition.STAGED,
        List.of(stage),
        held.contains(stage.name()) ? Set.of(stage.name()) : Set.of());
  }

  public List<Stage> running() {
    return stages.stream().filter(stage -> !held.contains(stage.name())).toList();
  }

  public boolean isHeld() {
    return running().isEmpty();
  }

  /** What it is started with: those that run, or would if it were not held. */
  public List<Stage> started() {
    return isHeld() ? stages : running();
  }

  public boolean isCompact() {
    return composition == Composition.COMPACT;
  }

  /** Whether this and the other are started with the same. */
  public boolean isSame(Unit other) {
    return module().equals(other.module())
        && fingerprints(this).equals(fingerprints(other))
        && isHeld() == other.isHeld();
  }

  private static List<String> fingerprints(Unit unit) {
    return unit.started().stream()
        .map(stage -> stage.name() + " " + stage.app() + " " + stage.config().hash())
        .toList();
  }

  /** The module whose app runs it. */
  public String module() {
    return switch (composition) {
      case STAGED -> stages.getFirst().app().module();
      case COMPACT -> COMPACT_MODULE;
    };
  }

  public boolean usesAws() {
    return started().stream().anyMatch(stage -> stage.app().usesAws());
  }

  /** What the stage's own paths, such as {@code /actuator/stage}, come after at its port. */
  public String path(Stage stage) {
    return switch (composition) {
      case STAGED -> "";
      case COMPACT -> "/" + stage.name();
    };
  }

  /** Whether one of these stages runs in it. */
  public boolean isAnyOf(Set<String> names) {
    return running().stream().anyMatch(stage -> names.contains(stage.name()));
  }

  /** When it is stopped, writers before readers: one that has a source stops first. */
  public Role role() {
    return stages.getLast().role();
  }

  /** Its role for people. */
  public String title() {
    return switch (composition) {
      case STAGED -> role().title();
      case COMPACT -> composition.title();
    };
  }
}
