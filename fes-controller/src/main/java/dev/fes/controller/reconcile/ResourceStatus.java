package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How one resource is.
 *
 * @param generation of the spec that all this was made of
 * @param findings what is wrong with what was written; the streams then are those of its last valid
 *     form
 */
public record ResourceStatus(
    ResourceKey key,
    long generation,
    String applicationId,
    List<Condition> conditions,
    List<Finding> findings,
    List<StreamStatus> streams) {

  public ResourceStatus {
    conditions = List.copyOf(conditions);
    findings = List.copyOf(findings);
    streams = List.copyOf(streams);
  }

  public Condition condition(Condition.Type type) {
    return conditions.stream()
        .filter(condition -> condition.type() == type)
        .findFirst()
        .orElseThrow();
  }

  /** Whether something keeps it from being deployed that is no fault of the resource. */
  boolean isHindered() {
    return StateChanges.isHindered(
        condition(Condition.Type.DEPLOYED), condition(Condition.Type.VALID));
  }

  /** Whether all is the same but figures and words. */
  public boolean isLike(ResourceStatus other) {
    return generation == other.generation
        && streams.size() == other.streams.size()
        && StateChanges.between(this, other).isEmpty()
        && IntStream.range(0, conditions.size())
            .allMatch(i -> conditions.get(i).isLike(other.conditions.get(i)));
  }
}
