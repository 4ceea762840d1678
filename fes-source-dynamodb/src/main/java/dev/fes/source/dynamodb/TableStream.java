package dev.fes.source.dynamodb;

import dev.fes.api.Source.ArnResolutionMode;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** The stream that the resource names, as DynamoDB describes it. */
final class TableStream {

  private static final String SWITCH_ON =
      "aws dynamodb update-table --table-name %s --stream-specification"
          + " StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES";

  private final DynamoDbSourceSettings settings;
  private final Clients clients;
  private final DynamoFailures failures;

  TableStream(DynamoDbSourceSettings settings, Clients clients) {
    this.settings = settings;
    this.clients = clients;
    this.failures = DynamoFailures.ofStream(settings.streamArn());
  }

  /** The ARN as it is given, or that of the table's newest stream. */
  String newest() {
    return switch (settings.arnResolutionMode()) {
      case EXACT -> settings.streamArn();
      case DYNAMIC -> lookUp();
    };
  }

  boolean isLookedUp() {
    return settings.arnResolutionMode() == ArnResolutionMode.DYNAMIC;
  }

  /** Whether it can still be read. */
  boolean exists(String arn) {
    try {
      var _ = clients.streams().describeStream(request -> request.streamArn(arn).limit(1));
      return true;
    } catch (ResourceNotFoundException e) {
      return false;
    } catch (SdkException e) {
      throw new StageFailure(failures.of(e));
    }
  }

  /** What its records have. */
  StreamDescription describe(String arn) {
    return page(arn, null);
  }

  /** Why it has nothing more to read; null if it is not switched off. */
  @Nullable Failure over(String arn) {
    StreamStatus status = page(arn, null).streamStatus();
    return status == StreamStatus.DISABLED || status == StreamStatus.DISABLING
        ? Failure.misconfigured(
            "stream-disabled",
            "stream "
                + arn
                + " is switched off and read to its end; the table gets a new one with: "
                + SWITCH_ON.formatted(settings.table())
                + ", which is read once the resource names it, or all streams of the table by a"
                + " trailing *")
        : null;
  }

  /** All its shards, parents before children. */
  List<Shard> shards(String arn) {
    List<Shard> shards = new ArrayList<>();
    String next = null;
    do {
      StreamDescription page = page(arn, next);
      shards.addAll(page.shards());
      next = page.lastEvaluatedShardId();
    } while (next != null);
    return shards;
  }

  /** Whether the records after this one are older than the stream keeps them. */
  boolean isTrimmedAfter(String arn, String shard, String sequenceNumber) {
    return !isReadable(
        request ->
            request
                .streamArn(arn)
                .shardId(shard)
                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(sequenceNumber));
  }

  /** Whether nothing is left of the shard, though it is still listed. */
  boolean isGone(String arn, String shard) {
    return !isReadable(
        request ->
            request
                .streamArn(arn)
                .shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON));
  }

  Failure failure(Throwable error) {
    return failures.of(error);
  }

  /** An iterator may be had of what cannot be read, so that only reading tells. */
  private boolean isReadable(Consumer<GetShardIteratorRequest.Builder> request) {
    try {
      String from = clients.streams().getShardIterator(request).shardIterator();
      if (from != null) {
        var _ = clients.streams().getRecords(read -> read.shardIterator(from).limit(1));
      }
      return true;
    } catch (TrimmedDataAccessException | ResourceNotFoundException e) {
      return false;
    } catch (SdkException e) {
      throw new StageFailure(failures.of(e));
    }
  }

  private StreamDescription page(String arn, @Nullable String after) {
    DescribeStreamRequest request =
        DescribeStreamRequest.builder().streamArn(arn).exclusiveStartShardId(after).build();
    return call(() -> clients.streams().describeStream(request).streamDescription());
  }

  private String lookUp() {
    String table = settings.table();
    String found =
        call(
            () ->
                clients
                    .tables()
                    .describeTable(request -> request.tableName(table))
                    .table()
                    .latestStreamArn());
    if (found == null) {
      throw new StageFailure(
          Failure.misconfigured(
              "no-stream",
              "table "
                  + table
                  + " has no stream; it gets one with: "
                  + SWITCH_ON.formatted(table)));
    }
    return found;
  }

  private <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StageFailure(failures.of(e));
    }
  }
}
