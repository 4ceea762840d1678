package dev.fes.source.dynamodb;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.kinesis.common.DdbTableConfig;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRefresher;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseSerializer;
import software.amazon.kinesis.leases.dynamodb.TableCreatorCallback;
import software.amazon.kinesis.leases.exceptions.DependencyException;
import software.amazon.kinesis.leases.exceptions.InvalidStateException;
import software.amazon.kinesis.leases.exceptions.ProvisionedThroughputException;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * The library's access to the lease table, which would tidy away the lease of a shard that no
 * longer exists, and with it the only trace of what was not read.
 */
final class Leases extends DynamoDBLeaseRefresher {

  Leases(String table, DynamoDbAsyncClient client, Duration callTimeout) {
    super(
        table,
        client,
        new DynamoDBLeaseSerializer(),
        true,
        TableCreatorCallback.NOOP_TABLE_CREATOR_CALLBACK,
        callTimeout,
        onDemand(),
        false,
        false,
        List.of());
  }

  static boolean isFinished(Lease lease) {
    return ExtendedSequenceNumber.SHARD_END.equals(lease.checkpoint());
  }

  @Override
  public void deleteLease(Lease lease)
      throws DependencyException, InvalidStateException, ProvisionedThroughputException {
    if (isFinished(lease)) {
      super.deleteLease(lease);
    }
  }

  /** Deletes it whatever it says: somebody has accepted the gap. */
  void forget(Lease lease)
      throws DependencyException, InvalidStateException, ProvisionedThroughputException {
    super.deleteLease(lease);
  }

  private static DdbTableConfig onDemand() {
    return new DdbTableConfig().billingMode(BillingMode.PAY_PER_REQUEST);
  }
}
