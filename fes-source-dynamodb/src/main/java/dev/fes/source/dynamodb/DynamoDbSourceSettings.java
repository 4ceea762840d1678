package dev.fes.source.dynamodb;

import dev.fes.api.Source.ArnResolutionMode;
import dev.fes.api.Source.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * One reader: the stream it reads, the lease table that remembers how far, and the routes its
 * changes take.
 *
 * @param reader the reader's name, unique per Kafka and the same for ever: its identity as a
 *     worker, and the key of its record in the readers topic. Default: the stream's name in Spring
 *     Cloud Data Flow, else the lease table
 * @param streamArn the stream; with a trailing * the newest one of the table
 * @param leaseTableName the table of leases and checkpoints; made on the reader's first start
 * @param stsAssumeRoleArn the role that the stream is read with. Default: the stage's own
 *     credentials, which the lease table is always used with
 * @param arnResolutionMode whether the stream ARN is taken as it is, or looked up. Default: EXACT
 * @param readersTopic the compacted topic that remembers each reader. Default: fes.readers
 * @param acceptGap the place that a gap is at, as the failure names it: the gap is accepted
 * @param routes which changes go to which topic; without any, the keys of one route stand here
 *     themselves
 */
@ConfigurationProperties("fes.source")
record DynamoDbSourceSettings(
    String reader,
    String streamArn,
    String leaseTableName,
    @Nullable String stsAssumeRoleArn,
    ArnResolutionMode arnResolutionMode,
    String readersTopic,
    @Nullable String acceptGap,
    List<RouteSettings> routes) {

  private static final String READERS = "fes.readers";

  DynamoDbSourceSettings(
      @Nullable String reader,
      @Nullable String streamArn,
      @Nullable String leaseTableName,
      @Nullable String stsAssumeRoleArn,
      @Nullable ArnResolutionMode arnResolutionMode,
      @Nullable String readersTopic,
      @Nullable String acceptGap,
      @Nullable List<RouteSettings> routes) {
    this.streamArn = required(streamArn, "stream-arn");
    this.leaseTableName = required(leaseTableName, "lease-table-name");
    this.reader = said(reader, this.leaseTableName);
    this.stsAssumeRoleArn = stsAssumeRoleArn;
    this.arnResolutionMode =
        arnResolutionMode == null ? ArnResolutionMode.EXACT : arnResolutionMode;
    this.readersTopic = readersTopic == null ? READERS : readersTopic;
    this.acceptGap = acceptGap;
    this.routes = routes == null ? List.of() : List.copyOf(routes);
  }

  /** What the resource says of the stream, with its checks. */
  Subscription subscription() {
    return new Subscription(streamArn, leaseTableName, stsAssumeRoleArn, arnResolutionMode);
  }

  String table() {
    return subscription().tableName();
  }

  /** A default may leave it blank, which says nothing. */
  static String said(@Nullable String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }

  static String required(@Nullable String value, String key) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("fes.source." + key + " is missing");
    }
    return value;
  }
}
