package dev.fes.source.dynamodb;

import dev.fes.source.dynamodb.ReaderRecord.Beginning;
import dev.fes.stage.Failure;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StreamProgress;
import dev.fes.stage.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.kinesis.leases.Lease;

/**
 * Opens sessions: first nothing was lost since the last one, and every shard has a lease of this
 * reader's, then a fresh worker is made.
 */
final class Sessions implements ReaderLifecycle.Source {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long REMEMBER_SECONDS = 30;

  private final DynamoDbSourceSettings settings;
  private final DynamoDbSettings calls;
  private final Clients clients;
  private final Outside outside;
  private final TableStream stream;
  private final LeaseTable leaseTable;
  private final Clock clock = Clock.systemUTC();

  /** Where events go, and what is remembered and measured. */
  record Outside(Routes routes, Topics topics, ReaderRecords records, SourceMeters meters) {}

  Sessions(
      DynamoDbSourceSettings settings, DynamoDbSettings calls, Clients clients, Outside outside) {
    this.settings = settings;
    this.calls = calls;
    this.clients = clients;
    this.outside = outside;
    this.stream = new TableStream(settings, clients);
    this.leaseTable =
        new LeaseTable(
            settings.leaseTableName(),
            settings.reader(),
            new Leases(settings.leaseTableName(), clients.leases(), calls.callTimeout()));
  }

  @Override
  public Session open() throws InterruptedException {
    ReaderRecord known = outside.records().read();
    List<Lease> leases = leaseTable.read();
    String arn = streamToRead(known, leases);
    Lineage lineage = new Lineage(leases, shards(arn, leases));
    Gap gap = acceptedGap(arn, known, lineage);
    leaseTable.create();
    List<Lease> nowhere = new ArrayList<>(lineage.lost());
    if (gap != null) {
      nowhere.addAll(gap.leases());
    }
    nowhere.forEach(leaseTable::forget);
    Lineage left = lineage.without(nowhere);
    left.open().forEach((lease, shard) -> goOn(arn, lease, shard));
    left.unread().forEach(shard -> begin(arn, shard));
    lineage.stillThere(nowhere).forEach(shard -> begin(arn, shard));
    Beginning beginning = beginning(arn, known, lineage, gap);
    if (beginning != null) {
      remember(arn, beginning);
    }
    return session(arn);
  }

  @Override
  public void disconnected() {
    outside.meters().connected(false);
  }

  @Override
  public void paused() {
    outside.routes().each(StreamProgress::paused);
  }

  @Override
  public Failure.Kind failed(Throwable why) {
    Failure failure = stream.failure(why);
    if (DynamoFailures.isGap(why)) {
      outside.routes().each(progress -> progress.failed(failure));
    } else {
      outside.routes().report(failure);
    }
    return failure.kind();
  }

  /**
   * A stream that was just switched on has none for a while: to begin without a lease would look
   * like a lost lease table the next time.
   */
  private List<Shard> shards(String arn, List<Lease> leases) {
    List<Shard> shards = stream.shards(arn);
    if (shards.isEmpty() && leases.isEmpty()) {
      throw new StageFailure(
          Failure.transientFailure("no-shard", "stream " + arn + " has no shard yet"));
    }
    return shards;
  }

  /** What is left of the stream read last comes before the table's next one. */
  private String streamToRead(@Nullable ReaderRecord known, List<Lease> leases) {
    String newest = stream.newest();
    if (known == null || known.streamArn().equals(newest) || !stream.isLookedUp()) {
      return newest;
    }
    boolean unfinished = leases.stream().anyMatch(lease -> !Leases.isFinished(lease));
    return unfinished && stream.exists(known.streamArn()) ? known.streamArn() : newest;
  }

  /** A shard that was not begun may be gone by now: what was in it came before this reader. */
  private void goOn(String arn, Lease lease, Shard shard) {
    if (lease.checkpoint().isSentinelCheckpoint() && stream.isGone(arn, shard.shardId())) {
      leaseTable.forget(lease);
      leaseTable.end(shard);
    } else {
      leaseTable.adopt(lease);
    }
  }

  private void begin(String arn, Shard shard) {
    if (stream.isGone(arn, shard.shardId())) {
      leaseTable.end(shard);
    } else {
      leaseTable.begin(shard);
    }
  }

  private @Nullable Gap acceptedGap(String arn, @Nullable ReaderRecord known, Lineage lineage) {
    Gaps gaps =
        new Gaps(
            settings.leaseTableName(),
            (shard, sequenceNumber) -> stream.isTrimmedAfter(arn, shard, sequenceNumber),
            clock);
    Gap gap = gaps.find(known, lineage);
    if (gap != null && !gap.place().equals(settings.acceptGap())) {
      throw new GapFound(gap);
    }
    return gap;
  }

  /** What is new about this session; null if it goes on where the last one was. */
  private static @Nullable Beginning beginning(
      String arn, @Nullable ReaderRecord known, Lineage lineage, @Nullable Gap gap) {
    if (gap != null) {
      return Beginning.GAP_ACCEPTED;
    }
    if (known == null) {
      return lineage.isNew() ? Beginning.CREATED : Beginning.ADOPTED;
    }
    return known.streamArn().equals(arn) ? null : Beginning.NEXT_STREAM;
  }

  /** After the leases are there: a record without leases is a lease table that was lost. */
  private void remember(String arn, Beginning beginning) throws InterruptedException {
    ReaderRecord record =
        new ReaderRecord(arn, settings.leaseTableName(), beginning, clock.instant().toString());
    CountDownLatch durable = new CountDownLatch(1);
    outside.records().write(record, durable::countDown);
    if (!durable.await(REMEMBER_SECONDS, TimeUnit.SECONDS)) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not take the reader's record in " + settings.readersTopic()));
    }
    LOG.info("stream {} with lease table {}: {}", arn, settings.leaseTableName(), beginning);
  }

  private Session session(String arn) {
    ShardReader.Place shards =
        new ShardReader.Place(
            arn, settings.table(), outside.routes(), outside.topics(), new Room());
    Worker.Job job =
        new Worker.Job(arn, settings.reader(), settings.leaseTableName(), clients.leases());
    return new Session(
        new Session.Place(shards, job, stream, outside.meters(), clients, calls.callTimeout()));
  }
}
