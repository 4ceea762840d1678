package dev.fes.controller.reconcile;

import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.Stage;
import java.util.Map;
import java.util.Set;

/**
 * What of a resource is not to run for now.
 *
 * @param sources all its sources
 * @param streams event streams whose flows and sinks rest; their sources, which they may share, and
 *     their dead letters go on
 * @param stages by name
 */
record Pauses(boolean sources, Set<String> streams, Set<String> stages) {

  static final Pauses NONE = new Pauses(false, Set.of(), Set.of());

  Pauses {
    streams = Set.copyOf(streams);
    stages = Set.copyOf(stages);
  }

  static Pauses of(Map<String, String> annotations) {
    return new Pauses(
        Annotation.PAUSED.isOn(annotations),
        Annotation.names(Annotation.PAUSED_STREAMS.in(annotations)),
        Annotation.names(Annotation.PAUSED_STAGES.in(annotations)));
  }

  boolean holds(Stage stage) {
    return stages.contains(stage.name())
        || switch (stage.role()) {
          case SOURCE -> sources;
          case FLOW, SINK -> streams.containsAll(stage.streams());
          case DEAD_LETTER -> false;
        };
  }
}
