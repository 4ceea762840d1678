package dev.fes.source.postgres;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What the engine has read and the reader has not taken yet, bounded by bytes. A record is handed
 * over as soon as it is there: the engine's own queue lets it wait for a batch or the end of a poll
 * interval, and spins in between.
 */
public final class HandOver implements QueueProvider<DataChangeEvent> {

  static final String NAME = "fes";
  static final String ENGINE = "fes.engine";

  private static final Map<String, HandOver> ENGINES = new ConcurrentHashMap<>();
  private static final long MOST_BYTES = 16L * 1024 * 1024;
  private static final int MOST_RECORDS = 8192;
  private static final int MOST_AT_ONCE = 2048;
  private static final int BYTES_BESIDES = 1000;

  private final Deque<SourceRecord> records = new ArrayDeque<>();
  private final Deque<Integer> sizes = new ArrayDeque<>();
  private String engine = "";
  private long bytes;

  /** The queue of the engine that was configured with this name. */
  static HandOver of(String engine) {
    HandOver found = ENGINES.get(engine);
    if (found == null) {
      throw new IllegalStateException("the engine does not use the queue " + NAME);
    }
    return found;
  }

  /** How much was read and not taken yet, by all engines. */
  static long buffered() {
    return ENGINES.values().stream().mapToLong(HandOver::bytes).sum();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void configure(Map<String, ?> properties) {
    engine = String.valueOf(properties.get(ENGINE));
    ENGINES.put(engine, this);
  }

  @Override
  public void enqueue(DataChangeEvent event) throws InterruptedException {
    add(event.getRecord(), 0);
  }

  /**
   * Waits until there is room.
   *
   * @param contents about how many bytes the record's contents take
   */
  synchronized void add(SourceRecord record, int contents) throws InterruptedException {
    while (records.size() >= MOST_RECORDS || bytes >= MOST_BYTES) {
      wait();
    }
    int size = BYTES_BESIDES + contents;
    records.add(record);
    sizes.add(size);
    bytes += size;
    notifyAll();
  }

  /** All that is there, up to a batch; waits for the first, but no longer than given. */
  synchronized List<SourceRecord> take(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (records.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    List<SourceRecord> taken = new ArrayList<>(Math.min(records.size(), MOST_AT_ONCE));
    while (!records.isEmpty() && taken.size() < MOST_AT_ONCE) {
      taken.add(records.remove());
      bytes -= sizes.remove();
    }
    notifyAll();
    return taken;
  }

  private synchronized long bytes() {
    return bytes;
  }

  /** Nothing, as far as the engine's own queue is concerned: it neither waits nor takes. */
  @Override
  public int size() {
    return 0;
  }

  @Override
  @SuppressWarnings("NullAway") // the interface's own word for "empty"
  public DataChangeEvent poll() {
    return null;
  }

  @Override
  public void close() {
    ENGINES.remove(engine, this);
  }
}
