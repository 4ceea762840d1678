package dev.fes.controller.plan;

import dev.fes.api.EventStream;
import dev.fes.api.Flow;
import dev.fes.api.JdbcUrl;
import dev.fes.api.Recovery;
import dev.fes.api.ResourceKey;
import dev.fes.api.Source;
import dev.fes.api.event.EventId;

/**
 * One event stream on its way into a plan: what it is called, who reads it, which topics carry it.
 */
record Draft(int index, ResourceKey key, EventStream stream, String name, Reader reader) {

  static Draft of(ResourceKey key, int index, EventStream stream) {
    return new Draft(index, key, stream, nameOf(stream), readerOf(stream.source()));
  }

  String path() {
    return "spec.eventStreams[" + index + "]";
  }

  /** What its stages are called after, for people. */
  String title() {
    String id = stream.uniqueStreamId();
    return id == null ? tableOf(stream.source()) : id;
  }

  String stem() {
    return Names.stem(key, name);
  }

  String changes() {
    return stem() + ".changes";
  }

  String events() {
    return stem() + ".events";
  }

  String deadLetters() {
    return stem() + ".dead-letters";
  }

  /** The topic the sink reads: without a flow the change record is the event. */
  String published() {
    return stream.flow() == null ? changes() : events();
  }

  boolean recoversToDeadLetters() {
    return stream.recovery() instanceof Recovery.DeadLetter;
  }

  boolean isOrderedByKey() {
    return readsDynamoDb() || !stream.sink().partitionKeyFields().isEmpty();
  }

  boolean readsDynamoDb() {
    return switch (stream.source()) {
      case Source.DynamoDbStreamsSubscription _ -> true;
      case Source.PostgresLogicalReplication _ -> false;
    };
  }

  String definition() {
    Flow flow = stream.flow();
    String converted = flow == null ? "" : " | " + StageType.of(flow).title();
    return StageType.of(stream.source()).title()
        + converted
        + " | "
        + StageType.of(stream.sink()).title();
  }

  /** Over source and target and nothing else: whatever else is edited, topics and groups stay. */
  private static String nameOf(EventStream stream) {
    String id = stream.uniqueStreamId();
    return id != null
        ? id
        : Names.label(
            tableOf(stream.source()), EventId.of(stream.identity().toArray(String[]::new)));
  }

  private static Reader readerOf(Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication postgres -> {
        JdbcUrl url = postgres.jdbcConnection().url();
        String slot = postgres.jdbcConnection().slotName();
        yield new Reader.Slot(url.address(), url.database(), slot);
      }
      case Source.DynamoDbStreamsSubscription dynamo ->
          new Reader.Leases(
              dynamo.subscription().streamArn(), dynamo.subscription().leaseTableName());
    };
  }

  private static String tableOf(Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication postgres -> postgres.table().name();
      case Source.DynamoDbStreamsSubscription dynamo -> dynamo.subscription().tableName();
    };
  }
}
