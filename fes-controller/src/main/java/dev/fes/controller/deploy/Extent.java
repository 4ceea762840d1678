package dev.fes.controller.deploy;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One partition of a buffer topic as it stands.
 *
 * @param start its first record
 * @param end behind its last record
 * @param young the first record that is too young to be deleted; {@code end} where all are old
 */
record Extent(long start, long end, long young) {

  /** Where it may begin instead when nobody reads it: before what is young. */
  OptionalLong purgeableByAge() {
    return young > start ? OptionalLong.of(young) : OptionalLong.empty();
  }

  /**
   * Where it may begin instead: behind what every reader has confirmed, and before what is young.
   *
   * @param confirmed by reader; one that is missing may yet read all there is, so nothing goes, and
   *     so does nothing where one has confirmed what is not there
   */
  OptionalLong purgeableTo(Set<String> readers, Map<String, Long> confirmed) {
    boolean known =
        readers.stream().allMatch(reader -> confirmed.getOrDefault(reader, Long.MAX_VALUE) <= end);
    if (readers.isEmpty() || !known) {
      return OptionalLong.empty();
    }
    long behindAll = readers.stream().mapToLong(confirmed::get).min().orElse(start);
    long to = Math.min(behindAll, young);
    return to > start ? OptionalLong.of(to) : OptionalLong.empty();
  }
}
