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

  /** With those of these settings alone. */
  Comparison of(String... settings) {
    List<String> chosen = List.of(settings);
    return new Comparison(
        title, workload, entrants.stream().filter(one -> chosen.contains(one.setting())).toList());
  }

  /** FES alone, to see what a change does. */
  Comparison withoutPeer() {
    return new Comparison(
        title, workload, entrants.stream().filter(one -> !(one instanceof Peer)).toList());
  }
}
