package dev.fes.source.dynamodb;

import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsConsumerTaskFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsDataFetcher;
import com.amazonaws.services.dynamodbv2.streamsadapter.DynamoDBStreamsSleepTimeController;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.kinesis.checkpoint.CheckpointConfig;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ProcessorConfig;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * The Kinesis Client Library at work on one stream. Its only worker: shards are not shared out, so
 * that it needs neither leader lock, nor index, nor worker metrics, but leases and checkpoints
 * alone.
 */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** DynamoDB takes five reads a second of a shard; an empty shard is left alone twice as long. */
  private static final long IDLE_MILLIS = 250;

  private static final int MOST_RECORDS = 1000;
  private static final int PREFETCHED_READS = 2;
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration SHARD_SYNC = Duration.ofSeconds(30);
  private static final long DISPATCH_MILLIS = 250;
  private static final long PARENT_LOOK_MILLIS = 1000;

  private final Scheduler scheduler;

  /** What a worker works on, and as whom. */
  record Job(String streamArn, String name, String leaseTable, DynamoDbAsyncClient leases) {}

  Worker(
      Job job,
      DirectStreams streams,
      Duration callTimeout,
      ShardRecordProcessorFactory shards,
      WorkerStateChangeListener listener) {
    RetrievalConfig retrieval = retrieval(job, streams, callTimeout);
    LeaseManagementConfig leasing = leasing(job, streams, callTimeout);
    leasing.leaseManagementFactory(new LeaseFactory(streams, leasing, retrieval));
    scheduler =
        new Scheduler(
            new CheckpointConfig(),
            coordination(job, listener),
            leasing,
            new LifecycleConfig(),
            new MetricsConfig(null, job.name()).metricsFactory(new NullMetricsFactory()),
            new ProcessorConfig(shards).callProcessRecordsEvenForEmptyRecordList(true),
            retrieval);
  }

  /** Works until it is stopped. */
  void run() {
    scheduler.run();
  }

  /** Leaves its leases as they are: the next worker of this name goes on with them at once. */
  void stop() {
    scheduler.shutdown();
  }

  /** Looks now for leases that nobody has, rather than in a while: a shard's children. */
  void takeLeases() {
    try {
      scheduler.leaseCoordinator().runLeaseTaker();
    } catch (LeasingException e) {
      LOG.debug("taking leases failed, and is tried again by the library", e);
    }
  }

  private static CoordinatorConfig coordination(Job job, WorkerStateChangeListener listener) {
    return new CoordinatorConfig(job.name())
        .clientVersionConfig(ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1)
        .maxInitializationAttempts(1)
        .schedulerInitializationBackoffTimeMillis(0)
        .skipShardSyncAtWorkerInitializationIfLeasesExist(true)
        .shardConsumerDispatchPollIntervalMillis(DISPATCH_MILLIS)
        .parentShardPollIntervalMillis(PARENT_LOOK_MILLIS)
        .workerStateChangeListener(listener);
  }

  private static LeaseManagementConfig leasing(
      Job job, DirectStreams streams, Duration callTimeout) {
    LeaseManagementConfig leasing =
        new LeaseManagementConfig(job.leaseTable(), job.name(), job.leases(), streams, job.name());
    leasing
        .failoverTimeMillis(LEASE.toMillis())
        .shardSyncIntervalMillis(0)
        .leasesRecoveryAuditorExecutionFrequencyMillis(SHARD_SYNC.toMillis())
        .leasesRecoveryAuditorInconsistencyConfidenceThreshold(0)
        .ignoreUnexpectedChildShards(true)
        .consistentReads(true)
        .dynamoDbRequestTimeout(callTimeout)
        .maxLeaseRenewalThreads(2)
        .leaseTableScanTotalSegments(1)
        .consumerTaskFactory(new DynamoDBStreamsConsumerTaskFactory());
    leasing.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
    return leasing;
  }

  private static RetrievalConfig retrieval(Job job, DirectStreams streams, Duration callTimeout) {
    DynamoDBStreamsPollingConfig polling =
        new DynamoDBStreamsPollingConfig(streams).idleTimeBetweenReadsInMillis(IDLE_MILLIS);
    polling.maxRecords(MOST_RECORDS);
    polling.kinesisRequestTimeout(callTimeout);
    polling.recordsFetcherFactory().maxPendingProcessRecordsInput(PREFETCHED_READS);
    polling.dataFetcherProvider(from -> new DynamoDBStreamsDataFetcher(streams, from));
    polling.sleepTimeController(new DynamoDBStreamsSleepTimeController());
    return new RetrievalConfig(
            streams,
            StreamsSchedulerFactory.createSingleStreamTracker(
                job.streamArn(),
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            job.name())
        .retrievalSpecificConfig(polling);
  }
}
