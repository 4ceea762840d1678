package dev.fes.source.dynamodb;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The stream as the library sees it, with two differences. What it swallows can be told: how the
 * last call went. And what is gone stays gone: the adapter takes a shard or record that no longer
 * exists for the end of its shard and would go on after the gap; here that ends the session, and
 * the library sees a failure that it tries again.
 */
final class WatchedStreams implements DynamoDbStreamsClient {

  private final DynamoDbStreamsClient streams;
  private final Consumer<Throwable> gone;
  private volatile boolean hasRead;
  private volatile @Nullable SdkException failure;

  WatchedStreams(DynamoDbStreamsClient streams, Consumer<Throwable> gone) {
    this.streams = streams;
    this.gone = gone;
  }

  /** Why the last call failed; null if it did not. */
  @Nullable SdkException failure() {
    return failure;
  }

  /** Whether any shard has been read. */
  boolean hasRead() {
    return hasRead;
  }

  @Override
  public GetRecordsResponse getRecords(GetRecordsRequest request) {
    GetRecordsResponse found = watched(() -> streams.getRecords(request));
    hasRead = true;
    return found;
  }

  @Override
  public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
    return watched(() -> streams.getShardIterator(request));
  }

  @Override
  public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
    return watched(() -> streams.describeStream(request));
  }

  @Override
  public String serviceName() {
    return streams.serviceName();
  }

  /** The stream outlives each reading of it. */
  @Override
  public void close() {}

  private <T> T watched(Supplier<T> call) {
    try {
      T answer = call.get();
      failure = null;
      return answer;
    } catch (ExpiredIteratorException e) {
      throw e;
    } catch (TrimmedDataAccessException | ResourceNotFoundException e) {
      gone.accept(e);
      throw unanswered(e);
    } catch (SdkException e) {
      failure = e;
      throw unanswered(e);
    }
  }

  /** The adapter looks into service exceptions for codes that a proxy's answer does not have. */
  private static SdkClientException unanswered(SdkException why) {
    return SdkClientException.create(String.valueOf(why.getMessage()), why);
  }
}
