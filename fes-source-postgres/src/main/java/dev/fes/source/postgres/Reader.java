package dev.fes.source.postgres;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchTally;
import dev.fes.stage.StageFailure;
import dev.fes.stage.Topics;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a committed row enters FES. The engine hands over what it read from the slot, in commit
 * order; each change is <b>read</b> (decoded, with its id and position), <b>published</b> to the
 * topic of every route that wants it, and <b>confirmed</b> to Postgres only when Kafka has it and
 * everything before it. The position is kept in the slot alone: after any failure a fresh engine
 * reads again from there, whole transactions, with the same ids.
 *
 * <p>One reader serves one engine and one thread, the engine's own.
 *
 * <p>Next: {@link dev.fes.api.event.Event}, what travels.
 */
final class Reader implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

  private static final long CONFIRM_EVERY = Duration.ofMillis(200).toNanos();
  private static final long GRACE_MILLIS = 3000;

  private final ChangeDecoder decoder;
  private final Routes routes;
  private final Topics topics;
  private final Position position;
  private final Sightings sightings;
  private final BackfillWindow window;
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final BatchTally tally = new BatchTally();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean confirmed;
  private volatile boolean publishing;
  private long lastConfirm = System.nanoTime();

  Reader(
      ChangeDecoder decoder,
      Routes routes,
      Topics topics,
      Position position,
      Sightings sightings,
      BackfillWindow window) {
    this.decoder = decoder;
    this.routes = routes;
    this.topics = topics;
    this.position = position;
    this.sightings = sightings;
    this.window = window;
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> found,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (abandoned) {
      throw new InterruptedException("this reader was given up");
    }
    sightings.alive();
    publishing = true;
    try {
      handle(found, committer);
    } finally {
      publishing = false;
    }
  }

  private void handle(
      List<RecordChangeEvent<SourceRecord>> found,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    tally.begin();
    readAll(found);
    tally.end();
    if (stopping) {
      finish(committer);
    } else if (System.nanoTime() - lastConfirm >= CONFIRM_EVERY) {
      confirm(committer);
    }
  }

  /** Publishes nothing more, waits a little for what is under way, and confirms what is durable. */
  boolean stop(Duration patience) throws InterruptedException {
    stopping = true;
    return stopped.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * From now on this reader does nothing at all: what it had under way comes again, from another.
   */
  void abandon() {
    abandoned = true;
  }

  /**
   * Whether Kafka holds reading up: by what it has not acknowledged, or because it takes nothing at
   * all, as a producer waits that has lost its view of the cluster.
   */
  boolean isHeldUp() {
    return publishing || unconfirmed.isFull();
  }

  /** Whether anything new was confirmed. */
  boolean hasConfirmed() {
    return confirmed;
  }

  private void readAll(List<RecordChangeEvent<SourceRecord>> found) throws InterruptedException {
    Unconfirmed.Batch batch = unconfirmed.begin();
    Mark last = null;
    for (RecordChangeEvent<SourceRecord> next : found) {
      if (stopping && RowRead.in(next.record()) != null) {
        break; // what comes now is read again, by the next reader
      }
      read(next.record(), batch);
      Mark mark = Mark.of(next);
      last = mark == null ? last : mark;
    }
    batch.end(last);
  }

  private void read(SourceRecord found, Unconfirmed.Batch batch) throws InterruptedException {
    sightings.saw(found);
    RowRead row = RowRead.in(found);
    if (row == null) {
      publish(window.passed(found), batch);
      return;
    }
    Change change =
        row.size() > routes.maxRecordSize() ? decoder.tooLarge(row) : decoder.decode(row);
    for (Route route : routes.of(change.table())) {
      Event event = route.eventOf(change);
      if (event == null) {
        route.progress().filtered();
      } else {
        publish(event, route, batch.add(event.key().length + event.value().length));
        tally.sent(route.progress());
      }
      window.changed(route, row, event != null);
    }
  }

  /** What a backfill has read, in its place among the changes. */
  private void publish(@Nullable BackfillChunk chunk, Unconfirmed.Batch batch)
      throws InterruptedException {
    if (chunk == null || stopping) {
      return;
    }
    for (BackfillChunk.Row row : chunk.rows()) {
      Event event = row.event();
      Runnable durable = batch.add(event.key().length + event.value().length);
      Runnable done = chunk.sending();
      publish(
          event,
          chunk.route(),
          () -> {
            durable.run();
            done.run();
          });
    }
    chunk.end();
  }

  private void publish(Event event, Route route, Runnable durable) {
    Runnable counted =
        () -> {
          route.progress().published(event);
          durable.run();
        };
    try {
      topics.publish(route.topic(), event, counted);
    } catch (StageFailure tooLarge) {
      topics.publish(route.topic(), route.withoutImages(event), counted);
    }
  }

  private void finish(RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (stopped.getCount() > 0) {
      unconfirmed.awaitDurable(GRACE_MILLIS);
      confirm(committer);
      position.awaitRemembered(GRACE_MILLIS);
      confirmRemembered(committer);
      stopped.countDown();
    }
  }

  private void confirm(RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    lastConfirm = System.nanoTime();
    Mark durable = unconfirmed.takeDurable();
    if (durable != null) {
      position.remember(durable);
    }
    confirmRemembered(committer);
  }

  /**
   * Never before it is durable downstream, and remembered: Kafka has every change up to here, and
   * fes.readers has the position, so that a slot found ahead of it is known to have lost changes.
   */
  private void confirmRemembered(RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    Mark remembered = position.takeRemembered();
    if (remembered != null && !abandoned) {
      committer.markProcessed(remembered.record());
      committer.markBatchFinished();
      confirmed = true;
    }
  }
}
