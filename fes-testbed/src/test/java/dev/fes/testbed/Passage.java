package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.testbed.Line.Order;
import dev.fes.testbed.Line.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What has come out of a line since a row, held against what went in.
 *
 * @param before the last row that does not count
 */
record Passage(LiveLine live, int before) {

  List<Arrival> arrived() {
    return live.arrivals().all().stream().filter(arrival -> arrival.row() > before).toList();
  }

  /** Exactly these have arrived, each with one id and one text, in the order that is promised. */
  void checkArrived(List<Integer> rows) {
    List<Arrival> arrived = arrived();
    assertThat(arrived).as("ids at %s", live.line().name()).noneMatch(one -> one.id().isBlank());
    Arrival.checkCopies(arrived);
    checkOrder(ordered(arrived), rows);
  }

  /** Exactly these have letters, with their own id, what was wrong and the bytes that were bad. */
  void checkLetters(List<Integer> rows) {
    Map<String, TopicRecords.Found> known = TopicRecords.ofLine(live);
    List<Letter> letters =
        live.letterList().stream().filter(letter -> row(letter, known) > before).toList();
    for (Letter letter : letters) {
      assertThat(letter.error()).isNotBlank();
      assertThat(letter.stage()).isIn("flow", "sink");
      assertThat(letter.attempts()).isPositive();
      known.get(letter.id()).checkLetter(letter);
    }
    SequencedMap<String, Integer> copies = new LinkedHashMap<>();
    boolean firstCounts = live.line().recovery().letters == Target.SQS_FIFO;
    letters.forEach(
        letter -> {
          int row = row(letter, known);
          if (firstCounts) {
            copies.putIfAbsent(letter.id(), row);
          } else {
            copies.putLast(letter.id(), row);
          }
        });
    checkOrder(List.copyOf(copies.values()), rows);
  }

  /** A standard queue has no order; a FIFO queue knows first copies only. */
  private List<Integer> ordered(List<Arrival> arrived) {
    return switch (live.line().sink()) {
      case NAKADI -> Arrival.lastCopies(arrived);
      case SQS_FIFO -> Arrival.firstCopies(arrived);
      case SQS_STANDARD -> Arrival.firstCopies(arrived).stream().sorted().toList();
    };
  }

  private void checkOrder(List<Integer> found, List<Integer> rows) {
    if (live.line().order() == Order.TOTAL) {
      assertThat(found).as(live.line().name()).containsExactlyElementsOf(rows);
      return;
    }
    assertThat(byKey(found)).as(live.line().name()).isEqualTo(byKey(rows));
  }

  private static Map<Integer, List<Integer>> byKey(Collection<Integer> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> row % Line.KEYS));
  }

  private static int row(Letter letter, Map<String, TopicRecords.Found> known) {
    TopicRecords.Found found = known.get(letter.id());
    assertThat(found).as("the letter's id is one of the stream's").isNotNull();
    return found.row();
  }
}
