package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.List;

/**
 * How one resource is.
 *
 * @param findings what is wrong with what was written; the streams then are those of its last valid
 *     form
 */
public record ResourceStatus(
    ResourceKey key,
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
}
