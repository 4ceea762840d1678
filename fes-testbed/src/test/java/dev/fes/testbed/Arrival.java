package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** One copy of one event at a target. */
record Arrival(int row, String id, String text) {

  /** The rows in order, when only the first copy of each id is kept: what a FIFO queue does. */
  static List<Integer> firstCopies(Collection<Arrival> arrived) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    arrived.forEach(arrival -> rows.putIfAbsent(arrival.id, arrival.row));
    return List.copyOf(rows.values());
  }

  /** The rows in order, when only the last copy of each id is kept: what a consumer may rely on. */
  static List<Integer> lastCopies(Collection<Arrival> arrived) {
    SequencedMap<String, Integer> rows = new LinkedHashMap<>();
    arrived.forEach(arrival -> rows.putLast(arrival.id, arrival.row));
    return List.copyOf(rows.values());
  }

  /** A row has one id and one text, however often it comes, and an id is one row's. */
  static void checkCopies(Collection<Arrival> arrived) {
    Map<Integer, Arrival> ofRow = new HashMap<>();
    Map<String, Integer> ofId = new HashMap<>();
    for (Arrival arrival : arrived) {
      Arrival first = ofRow.putIfAbsent(arrival.row, arrival);
      assertThat(arrival).isEqualTo(first == null ? arrival : first);
      Integer row = ofId.putIfAbsent(arrival.id, arrival.row);
      assertThat(arrival.row).isEqualTo(row == null ? arrival.row : row);
    }
  }
}
