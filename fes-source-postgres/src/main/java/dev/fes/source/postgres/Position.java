package dev.fes.source.postgres;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far the reader may be confirmed: a position is remembered first, and may be confirmed once
 * that is durable. Only the engine's thread remembers and takes.
 */
final class Position {

  private final ReaderRecords records;
  private final SlotGuard guard;
  private ReaderRecord current;
  private @Nullable Mark asked;
  private @Nullable Mark remembered;
  private boolean checked;

  /**
   * Makes sure, before the first position is confirmed, that the engine reads the slot that was
   * meant.
   */
  interface SlotGuard {

    /** Throws {@link GapFound} if the slot is ahead of the position. */
    void check(ReaderRecord remembered);
  }

  Position(ReaderRecord start, ReaderRecords records, SlotGuard guard) {
    this.current = start;
    this.records = records;
    this.guard = guard;
  }

  /** Writes the position down, if it is a new one. */
  void remember(Mark mark) {
    if (!mark.position().isAfter(current.confirmedLsn())) {
      return;
    }
    if (!checked) {
      guard.check(current);
      checked = true;
    }
    current = current.at(mark.position());
    synchronized (this) {
      asked = mark;
    }
    records.write(current, () -> durable(mark));
  }

  /** The newest position that is remembered and not yet taken. */
  synchronized @Nullable Mark takeRemembered() {
    Mark taken = remembered;
    remembered = null;
    return taken;
  }

  /** Waits until the last position is remembered, but no longer than given. */
  synchronized void awaitRemembered(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (asked != null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private synchronized void durable(Mark mark) {
    remembered = mark;
    if (mark.equals(asked)) {
      asked = null;
    }
    notifyAll();
  }
}
