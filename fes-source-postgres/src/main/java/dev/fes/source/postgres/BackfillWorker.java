package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on backfills, one after another, for as long as a session reads. */
final class BackfillWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackfillWorker.class);
  private static final Duration JOIN = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 2000;

  private final Backfills backfills;
  private final BackfillTask task;
  private @Nullable Thread thread;
  private volatile boolean closed;

  BackfillWorker(Backfills backfills, BackfillTask task) {
    this.backfills = backfills;
    this.task = task;
  }

  synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name("backfill").start(this::work);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Thread working = thread;
    if (working != null) {
      working.interrupt();
      try {
        working.join(JOIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    try {
      load();
      while (!closed) {
        workOn(backfills.next());
      }
    } catch (InterruptedException e) {
      LOG.debug("the session has ended; what is left of a backfill is for the next one");
    } finally {
      backfills.interrupted();
    }
  }

  private void load() throws InterruptedException {
    while (true) {
      try {
        backfills.load();
        return;
      } catch (StageFailure e) {
        LOG.warn(
            "what is remembered of backfills cannot be read, trying again: {}", e.getMessage());
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private void workOn(BackfillRecord record) throws InterruptedException {
    Route route = backfills.route(record.stream()).orElseThrow();
    try {
      LOG.info(
          "backfill of stream {} goes on after {} rows", record.stream(), record.progress().read());
      task.fill(record, route);
      LOG.info("backfill of stream {} has ended", record.stream());
    } catch (SQLException | RuntimeException e) {
      if (closed) {
        throw new InterruptedException();
      }
      Failure failure = task.failureOf(e, route);
      LOG.warn("backfill of stream {} does not go on: {}", record.stream(), failure.message());
      backfills.failed(record, failure);
    }
  }
}
