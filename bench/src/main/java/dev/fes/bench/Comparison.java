package dev.fes.bench;

import java.util.List;

/**
 * One workload and those who take turns at it.
 *
 * @param entrants the peer first: it is what the others are compared with
 */
record Comparison(String title, Workload workload, List<Entrant> entrants) {

  Comparison {
    entrants = List.copyOf(entrants);
  }
}
