package dev.fes.testbed;

import java.util.Set;

/**
 * Rows that can never pass.
 *
 * @param at the stage that cannot take them
 */
record BadRows(Set<Integer> rows, Place at) {

  static final BadRows NONE = new BadRows(Set.of(), Place.FLOW);

  /** What a row has whose event the target is to refuse. */
  static final String POISON = "poison";

  enum Place {
    /** No JSON where a payload should be. */
    FLOW,
    /** JSON that the target refuses. */
    SINK
  }

  BadRows {
    rows = Set.copyOf(rows);
  }
}
