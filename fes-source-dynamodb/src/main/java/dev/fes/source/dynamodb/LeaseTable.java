package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.kinesis.common.HashKeyRangeForLease;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** The table that remembers how far each shard is read, before the library starts to work on it. */
final class LeaseTable {

  private static final long LOOK_SECONDS = 1;
  private static final long PATIENCE_SECONDS = 60;

  private final String table;
  private final String worker;
  private final Leases leases;
  private final DynamoFailures failures;

  LeaseTable(String table, String worker, Leases leases) {
    this.table = table;
    this.worker = worker;
    this.leases = leases;
    this.failures = DynamoFailures.ofLeases(table);
  }

  /** All leases; none if there is no table. */
  List<Lease> read() {
    List<Lease> found = call(() -> leases.leaseTableExists() ? leases.listLeases() : null);
    return found == null ? List.of() : found;
  }

  void create() {
    var _ = call(leases::createLeaseTableIfNotExists);
    if (!Boolean.TRUE.equals(
        call(() -> leases.waitUntilLeaseTableExists(LOOK_SECONDS, PATIENCE_SECONDS)))) {
      throw new StageFailure(
          Failure.transientFailure(
              "lease-table", "lease table " + table + " is being made and not ready yet"));
    }
  }

  /**
   * A shard that was never read is read from its oldest record on, by this worker: a lease with an
   * owner need not wait until it is found.
   */
  void begin(Shard shard) {
    create(shard, ExtendedSequenceNumber.TRIM_HORIZON);
  }

  /** A shard that has nothing left to read counts as read, so that its children are. */
  void end(Shard shard) {
    create(shard, ExtendedSequenceNumber.SHARD_END);
  }

  /** Leases that nobody has are this worker's from now on. */
  void adopt(Lease lease) {
    if (lease.leaseOwner() == null) {
      var _ = call(() -> leases.takeLease(lease, worker));
    }
  }

  void forget(Lease lease) {
    var _ =
        call(
            () -> {
              leases.forget(lease);
              return true;
            });
  }

  private void create(Shard shard, ExtendedSequenceNumber checkpoint) {
    Lease lease = new Lease();
    lease.leaseKey(shard.shardId());
    lease.parentShardIds(
        shard.parentShardId() == null ? List.of() : List.of(shard.parentShardId()));
    lease.checkpoint(checkpoint);
    lease.ownerSwitchesSinceCheckpoint(0L);
    lease.hashKeyRange(HashKeyRangeForLease.deserialize("0", "1"));
    lease.leaseOwner(worker);
    var _ = call(() -> leases.createLeaseIfNotExists(lease));
  }

  private <T extends @Nullable Object> T call(Call<T> call) {
    try {
      return call.run();
    } catch (LeasingException e) {
      throw new StageFailure(failures.of(e));
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws LeasingException;
  }
}
