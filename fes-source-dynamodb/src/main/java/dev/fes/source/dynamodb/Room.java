package dev.fes.source.dynamodb;

import dev.fes.stage.TopicWriter;
import java.util.concurrent.Semaphore;

/**
 * What all shards together may have published without Kafka's acknowledgement, in bytes. Half of
 * what the producer has room for; while it is full, reading waits, and the changes stay in their
 * stream.
 */
final class Room {

  private static final int MOST_BYTES = TopicWriter.LEAST_BUFFER_BYTES / 2;

  private final Semaphore free = new Semaphore(MOST_BYTES);

  /** Waits until there is room; the answer is to be run when it is free again. */
  Runnable take(int bytes) throws InterruptedException {
    int taken = Math.min(bytes, MOST_BYTES);
    free.acquire(taken);
    return () -> free.release(taken);
  }
}
