package dev.fes.source.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * Which rows the live stream has changed lately, and by which transaction last: so it is known of a
 * row that was read by a snapshot whether a newer change of it has gone ahead. Of one row's changes
 * a snapshot sees all up to the last that it sees, for each waits until the one before has ended.
 * Bounded: what has seen too much knows nothing any more.
 */
final class ChangedKeys {

  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final Map<RowKey, Long> changedBy = new HashMap<>();
  private final long mostBytes;
  private long bytes;
  private boolean complete = true;

  ChangedKeys() {
    this(MOST_BYTES);
  }

  ChangedKeys(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void changed(RowKey key, long transaction) {
    if (complete && changedBy.put(key, transaction) == null) {
      bytes += key.bytes();
      if (bytes > mostBytes) {
        giveUp();
      }
    }
  }

  /** A row was changed, and it cannot be known which. */
  void giveUp() {
    complete = false;
    changedBy.clear();
  }

  /** Whether it knows of every change. */
  boolean isComplete() {
    return complete;
  }

  /** Whether a change of the row went ahead that the snapshot does not see. */
  boolean hasNewer(RowKey key, Visibility snapshot) {
    Long transaction = changedBy.get(key);
    return transaction != null && !snapshot.sees(transaction);
  }

  /** What a snapshot sees, every later one sees too. */
  void forget(Visibility snapshot) {
    changedBy
        .entrySet()
        .removeIf(
            change -> {
              boolean seen = snapshot.sees(change.getValue());
              bytes -= seen ? change.getKey().bytes() : 0;
              return seen;
            });
  }
}
