package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** To look at all that has arrived takes a while. */
  private static final Duration SELDOM = Duration.ofSeconds(1);

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
    return arrivals.count() + (letters == null ? 0 : letters.count());
  }

  List<Letter> letterList() {
    return letters == null ? List.of() : letters.letters();
  }

  /** Waits until this many events of later rows have arrived, whatever the number of copies. */
  void awaitArrived(int before, int events) {
    await()
        .alias(line.name() + " has published")
        .pollInterval(SELDOM)
        .atMost(PATIENCE)
        .until(() -> arrivals.count() < events ? 0 : rowsSince(before).size(), n -> n >= events);
  }

  void awaitLetters(int wanted) {
    await()
        .alias(line.name() + " has letters")
        .pollInterval(SELDOM)
        .atMost(PATIENCE)
        .until(() -> letters == null ? 0 : distinctLetters(), n -> n >= wanted);
  }

  /** Waits until nothing waits between its stages any more. */
  void awaitDrained() {
    await()
        .alias(line.name() + " is drained")
        .pollInterval(SELDOM)
        .atMost(PATIENCE)
        .until(view::isDrained);
  }

  /** The later rows that have arrived. */
  Set<Integer> rowsSince(int before) {
    return arrivals.all().stream()
        .map(Arrival::row)
        .filter(row -> row > before)
        .collect(Collectors.toSet());
  }

  int distinctLetters() {
    return (int) letterList().stream().map(Letter::id).distinct().count();
  }
}
