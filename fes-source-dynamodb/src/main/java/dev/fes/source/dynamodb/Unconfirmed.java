package dev.fes.source.dynamodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one shard has published and not confirmed yet, in the order of the shard. */
final class Unconfirmed {

  private final Deque<Entry> entries = new ArrayDeque<>();
  private @Nullable String durable;

  /** One record: durable when all events that were made of it are. */
  final class Entry {

    private final String sequenceNumber;
    private final long millis;
    private final AtomicInteger missing = new AtomicInteger(1);

    private Entry(String sequenceNumber, long millis) {
      this.sequenceNumber = sequenceNumber;
      this.millis = millis;
    }

    /** One more event of the record; the answer is to be run when it is durable. */
    Runnable add() {
      missing.incrementAndGet();
      return this::settle;
    }

    /** All events of the record are published. */
    void end() {
      settle();
    }

    private void settle() {
      if (missing.decrementAndGet() == 0) {
        advance();
      }
    }
  }

  synchronized Entry begin(String sequenceNumber, long createdMillis) {
    Entry entry = new Entry(sequenceNumber, createdMillis);
    entries.add(entry);
    return entry;
  }

  /** The last record that everything before it is durable for, if there is a new one. */
  synchronized @Nullable String takeDurable() {
    String last = durable;
    durable = null;
    return last;
  }

  /** Puts back what could not be confirmed, unless there is something newer. */
  synchronized void putBack(String sequenceNumber) {
    durable = durable == null ? sequenceNumber : durable;
  }

  /** When the oldest of them was created, in epoch milliseconds. */
  synchronized OptionalLong oldest() {
    Entry first = entries.peekFirst();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.millis);
  }

  /** Waits until everything published is durable, but no longer than given. */
  synchronized boolean awaitDurable(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!entries.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private synchronized void advance() {
    while (!entries.isEmpty() && entries.getFirst().missing.get() == 0) {
      durable = entries.removeFirst().sequenceNumber;
    }
    if (entries.isEmpty()) {
      notifyAll();
    }
  }
}
