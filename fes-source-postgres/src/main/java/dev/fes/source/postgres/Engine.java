package dev.fes.source.postgres;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the Debezium engine, from where the slot is to the first failure; never used twice.
 */
final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final long RETRY_MILLIS = 20;

  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable Throwable error;

  Engine(Properties settings, Reader reader) {
    engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(settings)
            .using(Engine.class.getClassLoader())
            .using(OffsetCommitPolicy.always())
            .using((success, message, failure) -> error = failure)
            .notifying(reader)
            .build();
  }

  /** Reads until it is closed or fails; answers why it failed. */
  @Nullable Throwable run() {
    try {
      if (begun.compareAndSet(false, true)) {
        engine.run();
      }
    } finally {
      ended.countDown();
    }
    return error;
  }

  /** Ends the run, or sees to it that there is none; false if it does not end in time. */
  boolean close(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    if (begun.compareAndSet(false, true)) {
      return true;
    }
    Thread.ofVirtual().name("engine-close").start(this::close);
    return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void close() {
    try {
      boolean asked = false;
      while (!asked && !ended.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        asked = tryClose();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The engine refuses while it is starting, and when it is stopping already. */
  private boolean tryClose() {
    try {
      engine.close();
      return true;
    } catch (IllegalStateException e) {
      LOG.debug("the engine cannot be closed now: {}", e.getMessage());
      return false;
    } catch (IOException e) {
      LOG.debug("closing the engine", e);
      return true;
    }
  }
}
