package dev.fes.source.postgres;

import dev.fes.stage.TopicWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What was published and is not confirmed yet, in the order it was read, across all topics. Bounded
 * by bytes: while Kafka does not acknowledge, reading waits, and the changes stay in Postgres. Half
 * of what the producer has room for, so that it never runs out of it.
 */
final class Unconfirmed {

  private static final int MOST_BYTES = TopicWriter.LEAST_BUFFER_BYTES / 2;

  private final Deque<Batch> batches = new ArrayDeque<>();
  private final Semaphore room = new Semaphore(MOST_BYTES);

  /** What was read at once: durable when all of it is. */
  final class Batch {

    private final AtomicInteger missing = new AtomicInteger(1);
    private @Nullable Mark mark;

    /** Waits until there is room for one more event; the answer is to be run when it is durable. */
    Runnable add(int bytes) throws InterruptedException {
      int taken = Math.min(bytes, MOST_BYTES);
      room.acquire(taken);
      missing.incrementAndGet();
      return () -> {
        room.release(taken);
        missing.decrementAndGet();
        synchronized (Unconfirmed.this) {
          Unconfirmed.this.notifyAll();
        }
      };
    }

    /** All of the batch is published; once durable, it may be confirmed up to the mark. */
    void end(@Nullable Mark upTo) {
      mark = upTo;
      missing.decrementAndGet();
    }

    private boolean isDurable() {
      return missing.get() == 0;
    }
  }

  synchronized Batch begin() {
    Batch batch = new Batch();
    batches.add(batch);
    return batch;
  }

  /** The last mark that everything before it is durable for, if there is a new one. */
  synchronized @Nullable Mark takeDurable() {
    Mark last = null;
    while (!batches.isEmpty() && batches.getFirst().isDurable()) {
      Mark mark = batches.removeFirst().mark;
      last = mark == null ? last : mark;
    }
    return last;
  }

  /** Waits until everything published is durable, but no longer than given. */
  synchronized boolean awaitDurable(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (batches.stream().anyMatch(batch -> !batch.isDurable())) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Whether Kafka holds reading up. */
  boolean isFull() {
    return room.availablePermits() < MOST_BYTES / 2;
  }
}
