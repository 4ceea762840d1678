package dev.fes.source.dynamodb;

import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A stream that a test can take away. */
final class FaultyStreams implements DynamoDbStreamsClient {

  private final DynamoDbStreamsClient streams;
  private volatile RuntimeException fault = null;
  private volatile boolean shardless;

  FaultyStreams(DynamoDbStreamsClient streams) {
    this.streams = streams;
  }

  void refuse() {
    fault =
        SdkClientException.create(
            "Unable to execute HTTP request", new java.net.ConnectException("refused"));
  }

  void fail(RuntimeException with) {
    fault = with;
  }

  /** As a stream is while it is being switched on. */
  void hideShards() {
    shardless = true;
  }

  void recover() {
    fault = null;
    shardless = false;
  }

  @Override
  public GetRecordsResponse getRecords(GetRecordsRequest request) {
    check();
    return streams.getRecords(request);
  }

  @Override
  public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
    check();
    return streams.getShardIterator(request);
  }

  @Override
  public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
    check();
    DescribeStreamResponse answer = streams.describeStream(request);
    return shardless
        ? answer.copy(all -> all.streamDescription(stream -> stream.shards(List.of())))
        : answer;
  }

  @Override
  public String serviceName() {
    return streams.serviceName();
  }

  @Override
  public void close() {}

  private void check() {
    RuntimeException now = fault;
    if (now != null) {
      throw now;
    }
  }
}
