package dev.fes.api;

import java.util.ArrayList;
import java.util.List;

/** What is found while one resource is read: faults, and warnings. */
final class FindingLog {

  private final List<Finding> faults;
  private final List<Finding> warnings = new ArrayList<>();

  FindingLog(List<Finding> faults) {
    this.faults = new ArrayList<>(faults);
  }

  void fault(String path, String message) {
    faults.add(new Finding(path, message));
  }

  void warn(String path, String message) {
    warnings.add(new Finding(path, message));
  }

  /**
   * The faults of a part, without those that only say that a part of it, already known as faulty,
   * is missing.
   */
  void addUnlessEchoes(String path, List<Finding> found) {
    List<Finding> before = List.copyOf(faults);
    found.stream()
        .map(finding -> finding.under(path))
        .filter(
            finding ->
                before.stream().noneMatch(known -> Finding.related(known.path(), finding.path())))
        .forEach(faults::add);
  }

  boolean hasFaults() {
    return !faults.isEmpty();
  }

  /** The faults, then the warnings. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(faults);
    all.addAll(warnings);
    return all;
  }
}
