package dev.fes.stage;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process whose memory is full and stays so, for whoever started it to start again. One
 * allocation that is refused ends nothing: Kafka's clients ask for a gigabyte when something else
 * answers at Kafka's address.
 */
final class HeapGuard implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int LOOKS = 6;
  private static final double FULL = 0.97;
  private static final int EXIT_CODE = 3;

  private final MemoryPoolMXBean heap;

  private HeapGuard(MemoryPoolMXBean heap) {
    this.heap = heap;
  }

  static void post() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
        .ifPresent(
            pool -> Thread.ofPlatform().daemon().name("heap-guard").start(new HeapGuard(pool)));
  }

  @Override
  public void run() {
    try {
      for (int full = 0; full < LOOKS; full = isFull() ? full + 1 : 0) {
        Thread.sleep(LOOK);
      }
      LOG.error("the memory is full and stays so: the process ends, to be started again");
      Runtime.getRuntime().halt(EXIT_CODE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Now, and also after the last collection. */
  private boolean isFull() {
    return isFull(heap.getCollectionUsage()) && isFull(heap.getUsage());
  }

  private static boolean isFull(@Nullable MemoryUsage usage) {
    return usage != null && usage.getMax() > 0 && usage.getUsed() > FULL * usage.getMax();
  }
}
