package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line at work: what is written into it, what comes out, and how it is. */
record LiveLine(
    Line line,
    LineWriter writer,
    Arrivals arrivals,
    @Nullable Letters letters,
    StreamView view,
    Laboratory laboratory) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration OFTEN = Duration.ofMillis(10);

  /** Waits until more than this many copies have arrived. */
  void awaitMoreThan(long copies) {
    await()
        .alias(line.name() + " goes on")
        .pollDelay(Duration.ZERO)
        .pollInterval(OFTEN)
        .atMost(PATIENCE)
        .until(() -> copies() > copies);
  }

  /** Copies at the target, and letters. */
  long copies() {
    return arrivals.count() + letterList().size();
  }

  List<Letter> letterList() {
    return letters == null ? List.of() : letters.letters();
  }

  /** Waits until this many events have arrived, whatever the number of their copies. */
  void awaitArrived(int events) {
    await()
        .alias(line.name() + " has published")
        .atMost(PATIENCE)
        .until(() -> arrivals.count() < events ? 0 : distinct(), found -> found >= events);
  }

  void awaitLetters(int wanted) {
    await()
        .alias(line.name() + " has letters")
        .atMost(PATIENCE)
        .until(this::distinctLetters, found -> found >= wanted);
  }

  /** Waits until nothing waits between its stages any more. */
  void awaitDrained() {
    await().alias(line.name() + " is drained").atMost(PATIENCE).until(view::isDrained);
  }

  private int distinct() {
    Set<Integer> rows = new HashSet<>();
    arrivals.all().forEach(arrival -> rows.add(arrival.row()));
    return rows.size();
  }

  private int distinctLetters() {
    Set<String> ids = new HashSet<>();
    letterList().forEach(letter -> ids.add(letter.id()));
    return ids.size();
  }
}
