package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.Line.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bad rows among good ones: exactly they are diverted, or nothing moves past them. */
record Poisoning(LiveLine live, Pattern pattern, BadRows.Place place) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BEAT = Duration.ofMillis(500);
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  /** Which of a number of rows are bad. */
  enum Pattern {
    ONE_IN_A_THOUSAND(1_000),
    SOME_IN_A_ROW(60),
    THE_FIRST(60),
    THE_LAST(60),
    ALL(12);

    private static final int SOME = 7;
    private final int rows;

    Pattern(int rows) {
      this.rows = rows;
    }

    private Set<Integer> bad(int before, Random random) {
      int any = before + 1 + random.nextInt(rows - SOME);
      return switch (this) {
        case ONE_IN_A_THOUSAND -> Set.of(any);
        case SOME_IN_A_ROW -> span(any, any + SOME - 1);
        case THE_FIRST -> Set.of(before + 1);
        case THE_LAST -> Set.of(before + rows);
        case ALL -> span(before + 1, before + rows);
      };
    }
  }

  void carryOut(Random random) {
    int before = live.writer().written();
    Set<Integer> bad = pattern.bad(before, random);
    int letters = live.distinctLetters();
    long ignored = live.view().counted("ignored");
    if (place == BadRows.Place.SINK && live.line().sink() == Target.NAKADI) {
      refuse(true);
    }
    live.writer().write(pattern.rows, new BadRows(bad, place), random);
    Set<Integer> good = span(before + 1, before + pattern.rows);
    good.removeAll(bad);
    switch (live.line().recovery()) {
      case NONE -> {
        checkBlocked(before, bad);
        mend(before, good, bad);
      }
      case IGNORE -> {
        checkArrived(before, good);
        await()
            .atMost(PATIENCE)
            .until(() -> live.view().counted("ignored"), found -> found == ignored + bad.size());
      }
      case LETTER_TO_NAKADI, LETTER_TO_QUEUE -> {
        checkArrived(before, good);
        live.awaitLetters(letters + bad.size());
        new Passage(live, before).checkLetters(bad.stream().sorted().toList());
      }
    }
    live.view().awaitState("Running");
  }

  /**
   * All before has arrived, the error names a bad event, and nothing behind it arrives. Ordered by
   * key, another key's may wait in the same lane though it was written before: the keys' partitions
   * are read one beside the other.
   */
  private void checkBlocked(int before, Set<Integer> bad) {
    int first = bad.stream().mapToInt(Integer::intValue).min().orElseThrow();
    await()
        .pollInterval(BEAT)
        .atMost(PATIENCE)
        .until(() -> live.rowsSince(before), found -> found.containsAll(before(first, before)));
    live.view().awaitState("Blocked");
    checkNamed(bad);
    await()
        .pollInterval(BEAT)
        .during(A_WHILE)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(live.rowsSince(before))
                    .as("%s: arrived though %s stand before", live.line().name(), bad)
                    .containsAll(before(first, before))
                    .noneMatch(row -> bad.contains(row) || isBehind(row, bad)));
  }

  private Set<Integer> before(int bad, int start) {
    Line line = live.line();
    return span(start + 1, bad - 1).stream()
        .filter(row -> line.order() != Line.Order.BY_KEY || Line.haveOneKey(row, bad))
        .collect(Collectors.toSet());
  }

  private boolean isBehind(int row, Set<Integer> bad) {
    return bad.stream().anyMatch(one -> one < row && live.line().areInOrder(one, row));
  }

  /** By its id or its position. */
  private void checkNamed(Set<Integer> bad) {
    Collection<TopicRecords.Found> known = TopicRecords.ofLine(live).values();
    assertThat(known)
        .as("%s: an event is named in: %s", live.line().name(), live.view().error())
        .filteredOn(found -> bad.contains(found.row()))
        .anyMatch(found -> found.isNamedIn(live.view().error()));
  }

  /** The target takes it after all; or a person gives it up. */
  private void mend(int before, Set<Integer> good, Set<Integer> bad) {
    if (place == BadRows.Place.SINK && live.line().sink() == Target.NAKADI) {
      refuse(false);
      good.addAll(bad);
      checkArrived(before, good);
    } else {
      live.laboratory().recover(live, Line.Mercy.IGNORE);
      checkArrived(before, good);
      live.view().awaitState("Running");
      live.laboratory().recover(live, Line.Mercy.NONE);
    }
  }

  private void refuse(boolean poison) {
    live.laboratory()
        .testbed()
        .nakadi()
        .refuseEvents(
            live.line().target(), event -> poison && event.contains('"' + BadRows.POISON + '"'));
  }

  private void checkArrived(int before, Set<Integer> rows) {
    live.awaitArrived(before, rows.size());
    live.awaitDrained();
    List<Integer> inOrder = rows.stream().sorted().toList();
    new Passage(live, before).checkArrived(inOrder);
  }

  private static Set<Integer> span(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
  }
}
