package dev.fes.source.dynamodb;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsGetRecordsResponseAdapter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * The adapter's client, calling on the caller's thread: its own goes through the common pool, where
 * on a small machine one hanging call holds up all shards.
 */
final class DirectStreams extends AmazonDynamoDBStreamsAdapterClient {

  private final DynamoDbStreamsClient streams;

  DirectStreams(DynamoDbStreamsClient streams, Region region) {
    super(streams, region);
    this.streams = streams;
    setSkipRecordsBehavior(SkipRecordsBehavior.KCL_RETRY);
  }

  @Override
  public CompletableFuture<DynamoDBStreamsGetRecordsResponseAdapter> getDynamoDBStreamsRecords(
      GetRecordsRequest request) {
    try {
      return CompletableFuture.completedFuture(new Answer(streams.getRecords(request)));
    } catch (ExpiredIteratorException e) {
      return CompletableFuture.failedFuture(
          software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException.builder()
              .message(e.getMessage())
              .cause(e)
              .build());
    } catch (SdkException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Converts its records once, though the library asks for them twice. */
  private static final class Answer extends DynamoDBStreamsGetRecordsResponseAdapter {

    private @Nullable List<KinesisClientRecord> records;

    Answer(GetRecordsResponse response) {
      super(response);
    }

    @Override
    public List<KinesisClientRecord> records() {
      List<KinesisClientRecord> converted = records == null ? super.records() : records;
      records = converted;
      return converted;
    }
  }
}
