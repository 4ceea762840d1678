package dev.fes.source.dynamodb;

import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsLeaseManagementFactory;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.coordinator.DeletedStreamListProvider;
import software.amazon.kinesis.coordinator.StreamInfoManager;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.ShardSyncTaskManager;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRefresher;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * The adapter's factory for a library that is newer than it: that asks for a shard sync with one
 * argument more, and would get the one for Kinesis.
 */
final class LeaseFactory extends DynamoDBStreamsLeaseManagementFactory {

  private final String table;
  private final DynamoDbAsyncClient client;
  private final Duration callTimeout;

  LeaseFactory(DirectStreams streams, LeaseManagementConfig leasing, RetrievalConfig retrieval) {
    super(streams, leasing, retrieval);
    this.table = leasing.tableName();
    this.client = leasing.dynamoDBClient();
    this.callTimeout = leasing.dynamoDbRequestTimeout();
  }

  @Override
  public ShardSyncTaskManager createShardSyncTaskManager(
      MetricsFactory metrics,
      StreamConfig stream,
      DeletedStreamListProvider deleted,
      StreamInfoManager ignored) {
    return createShardSyncTaskManager(metrics, stream, deleted);
  }

  @Override
  public DynamoDBLeaseRefresher createLeaseRefresher() {
    return new Leases(table, client, callTimeout);
  }
}
