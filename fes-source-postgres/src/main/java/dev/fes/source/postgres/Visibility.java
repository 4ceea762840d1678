package dev.fes.source.postgres;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which transactions a snapshot sees, as {@code pg_current_snapshot()} tells it. Ids are compared
 * as the log has them, 32 bits that wrap around.
 *
 * @param next the first id that had not ended: it and what comes after it is not seen
 * @param running ids below it that had not ended
 */
record Visibility(int next, Set<Integer> running) {

  /** Of the form {@code xmin:xmax:xip,…}. */
  static Visibility parse(String snapshot) {
    String[] parts = snapshot.split(":", -1);
    return new Visibility(
        (int) Long.parseLong(parts[1]),
        Arrays.stream(parts[2].split(",", -1))
            .filter(id -> !id.isEmpty())
            .map(id -> (int) Long.parseLong(id))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether what the transaction committed is in the snapshot. */
  boolean sees(long transaction) {
    int id = (int) transaction;
    return id - next < 0 && !running.contains(id);
  }
}
