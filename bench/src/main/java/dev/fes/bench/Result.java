package dev.fes.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one turn of one entrant measured.
 *
 * @param run when its run began: turns of one run may be compared
 * @param figures by name, with the unit in the name
 */
record Result(
    String run,
    String workload,
    String system,
    String setting,
    String composition,
    Map<String, Double> figures) {

  Result {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
