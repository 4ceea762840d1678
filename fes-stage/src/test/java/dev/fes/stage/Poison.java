package dev.fes.stage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which of many events are bad. */
enum Poison {
  ONE_IN_A_THOUSAND(IntStream.iterate(499, n -> n + 1_000)),
  SEVERAL_IN_A_ROW(IntStream.range(95, 105)),
  THE_FIRST(IntStream.of(0)),
  THE_LAST(IntStream.of(Poison.EVENTS - 1)),
  ALL(IntStream.range(0, Poison.EVENTS));

  static final int EVENTS = 3_000;

  private final Set<Integer> places;

  Poison(IntStream places) {
    this.places =
        places
            .takeWhile(n -> n < Poison.EVENTS)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean has(int place) {
    return places.contains(place);
  }

  int first() {
    return places.iterator().next();
  }

  int count() {
    return places.size();
  }

  List<String> bad() {
    return ids(true);
  }

  List<String> good() {
    return ids(false);
  }

  static List<String> all() {
    return IntStream.range(0, EVENTS).mapToObj(Integer::toString).toList();
  }

  private List<String> ids(boolean bad) {
    return IntStream.range(0, EVENTS)
        .filter(n -> has(n) == bad)
        .mapToObj(Integer::toString)
        .toList();
  }
}
