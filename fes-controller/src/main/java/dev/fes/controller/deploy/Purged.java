package dev.fes.controller.deploy;

import java.util.List;
import java.util.Map;

/**
 * What one look at all buffer topics came to.
 *
 * @param deleted records
 * @param left records by topic, of those that could be looked at
 * @param problems what could not be done, in words; it is tried again by the next look
 */
public record Purged(long deleted, Map<String, Long> left, List<String> problems) {

  public Purged {
    left = Map.copyOf(left);
    problems = List.copyOf(problems);
  }

  static Purged nothing() {
    return new Purged(0, Map.of(), List.of());
  }
}
