package dev.fes.source.dynamodb;

import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import dev.fes.api.event.Event;
import dev.fes.stage.BatchTally;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import dev.fes.stage.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/**
 * Where a change of an item enters FES. The Kinesis Client Library hands over what it read from one
 * shard, in order; each record is <b>read</b> (decoded, with its id and position), <b>published</b>
 * to the topic of every route that wants it, and <b>confirmed</b>, which is a checkpoint in the
 * lease table, only when Kafka has it and everything before it. A shard's end is confirmed when all
 * of it is durable, so that its children, which are read only then, never overtake it.
 *
 * <p>Nothing may be thrown at the library: it would skip the records and go on.
 *
 * <p>Next: {@link dev.fes.api.event.Event}, what travels.
 */
final class ShardReader implements DynamoDBStreamsShardRecordProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);
  private static final long LOOK_MILLIS = 1000;

  /** Twice a second something is handed over, be it nothing. */
  private static final long SILENT_MILLIS = 5000;

  private final Place place;
  private final Session session;
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final BatchTally tally = new BatchTally();
  private ChangeDecoder decoder;
  private volatile String shard = "";
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean confirmed;
  private volatile long behindMillis;
  private volatile boolean busy;
  private volatile long heardMillis;
  private volatile @Nullable RecordProcessorCheckpointer checkpointer;
  private @Nullable Thread reading;

  /** What all shards of a stream have in common. */
  record Place(String streamArn, String table, Routes routes, Topics topics, Room room) {}

  /** Who looks after the shards. */
  interface Session {

    void began(ShardReader reader);

    /** No more of the shard is read here: it was read to its end, or another one reads it. */
    void ended(ShardReader reader);

    /** All shards begin again at what is confirmed. */
    void fail(Throwable why);
  }

  ShardReader(Place place, Session session) {
    this.place = place;
    this.session = session;
    this.decoder = new ChangeDecoder(place.streamArn(), place.table(), "");
  }

  @Override
  public void initialize(InitializationInput begin) {
    shard = begin.shardId();
    decoder = new ChangeDecoder(place.streamArn(), place.table(), shard);
    heardMillis = System.currentTimeMillis();
    session.began(this);
    LOG.info("shard {} is read from {}", shard, begin.extendedSequenceNumber().sequenceNumber());
  }

  @Override
  public void processRecords(DynamoDBStreamsProcessRecordsInput found) {
    checkpointer = found.checkpointer();
    begin();
    try {
      tally.begin();
      List<DynamoDBStreamsClientRecord> records = found.records();
      for (int i = 0; i < records.size() && !stopping && !abandoned; i++) {
        read(records.get(i).getRecord());
      }
      tally.end();
      Long behind = found.millisBehindLatest();
      behindMillis = behind == null ? 0 : behind;
    } catch (InterruptedException e) {
      abandoned = true;
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      if (!abandoned) {
        abandoned = true;
        session.fail(e);
      }
    } finally {
      end();
    }
  }

  @Override
  public void leaseLost(LeaseLostInput lost) {
    boolean unexpected = !stopping && !abandoned;
    abandoned = true;
    session.ended(this);
    if (unexpected) {
      session.fail(
          new StageFailure(
              Failure.transientFailure(
                  "lease-lost",
                  "the lease of shard "
                      + shard
                      + " was lost: the lease table could not be written in time, or another"
                      + " process reads with the same lease table")));
    }
  }

  /** What is thrown here comes again: a shard whose end is not confirmed is not at its end. */
  @Override
  public void shardEnded(ShardEndedInput end) {
    busy = true;
    try {
      while (!unconfirmed.awaitDurable(LOOK_MILLIS)) {
        refuseIfOver();
      }
      refuseIfOver();
      end.checkpointer().checkpoint();
      confirmed = true;
      LOG.info("shard {} was read to its end", shard);
      session.ended(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the end of shard " + shard, e);
    } catch (InvalidStateException | ShutdownException e) {
      throw new IllegalStateException("the end of shard " + shard + " cannot be confirmed", e);
    } finally {
      heard();
    }
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput request) {
    stop();
  }

  /** Publishes nothing more. */
  void stop() {
    stopping = true;
  }

  boolean awaitDurable(Duration patience) throws InterruptedException {
    return unconfirmed.awaitDurable(patience.toMillis());
  }

  /**
   * From now on it does nothing at all: what it had under way comes again, from another, and what
   * waits for room or for Kafka would come behind that.
   */
  synchronized void abandon() {
    abandoned = true;
    if (reading != null) {
      reading.interrupt();
    }
  }

  /**
   * Confirms what is durable; answers why it could not be done now, in which case it is tried
   * again.
   */
  @Nullable Throwable confirm() {
    RecordProcessorCheckpointer at = checkpointer;
    String durable = abandoned || at == null ? null : unconfirmed.takeDurable();
    if (at == null || durable == null) {
      return null;
    }
    try {
      at.checkpoint(durable);
      confirmed = true;
      return null;
    } catch (ShutdownException e) {
      abandoned = true;
      return null;
    } catch (InvalidStateException | RuntimeException e) {
      unconfirmed.putBack(durable);
      return e;
    }
  }

  /** Whether anything new was confirmed; that there was nothing to confirm is no progress. */
  boolean hasConfirmed() {
    return confirmed;
  }

  /** Age of the oldest change that may not be durable yet. */
  Duration behind(long nowMillis) {
    long silent = silent(nowMillis).toMillis();
    long unread = behindMillis + (silent > SILENT_MILLIS ? silent : 0);
    long since = unconfirmed.oldest().orElse(nowMillis - unread);
    return Duration.ofMillis(Math.max(0, nowMillis - since));
  }

  /**
   * How long nothing came of the shard, not even that there is nothing. What is under way, or waits
   * for Kafka, has come.
   */
  Duration silent(long nowMillis) {
    return busy || unconfirmed.oldest().isPresent()
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, nowMillis - heardMillis));
  }

  @Override
  public String toString() {
    return "shard " + shard;
  }

  private synchronized void begin() {
    busy = true;
    reading = Thread.currentThread();
  }

  private synchronized void end() {
    reading = null;
    heard();
  }

  private void heard() {
    heardMillis = System.currentTimeMillis();
    busy = false;
  }

  private void refuseIfOver() {
    if (stopping || abandoned) {
      throw new IllegalStateException("shard " + shard + " is read no more, and not to its end");
    }
  }

  private void read(Record found) throws InterruptedException {
    Change change = decoder.decode(found);
    Unconfirmed.Entry entry =
        unconfirmed.begin(
            found.dynamodb().sequenceNumber(), ChangeDecoder.millis(found.dynamodb()));
    for (Route route : place.routes().all()) {
      Event event = route.eventOf(change);
      if (event == null) {
        route.progress().filtered();
      } else {
        publish(event, route, entry);
        tally.sent(route.progress());
      }
    }
    entry.end();
  }

  private void publish(Event event, Route route, Unconfirmed.Entry entry)
      throws InterruptedException {
    Runnable room = place.room().take(event.key().length + event.value().length);
    Runnable settled = entry.add();
    Runnable durable =
        () -> {
          route.progress().published(event);
          room.run();
          settled.run();
        };
    try {
      place.topics().publish(route.topic(), event, durable);
    } catch (StageFailure tooLarge) {
      place.topics().publish(route.topic(), route.withoutImages(event), durable);
    }
  }
}
