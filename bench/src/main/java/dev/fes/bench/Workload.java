package dev.fes.bench;

import java.util.Map;

/** Something that an entrant is given to do, once. */
interface Workload {

  /**
   * Runs it from start to stop of the entrant; answers what was measured.
   *
   * @param name of this turn: a word that no other turn has
   */
  Map<String, Double> run(House house, Entrant entrant, String name);
}
