package dev.fes.controller.plan;

import dev.fes.api.EventStream;
import dev.fes.api.Flow;
import dev.fes.api.Recovery;
import dev.fes.api.ResourceKey;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import dev.fes.api.event.EventId;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** One event stream on its way into a plan: what it is called, who reads it, which topics carry it. */
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
        return stream.source() instanceof Source.DynamoDbStreamsSubscription;
    }

    String definition() {
        Flow flow = stream.flow();
        String converted = flow == null ? "" : " | " + StageType.of(flow).title();
        return StageType.of(stream.source()).title() + converted + " | " + StageType.of(stream.sink()).title();
    }

    private static String nameOf(EventStream stream) {
        String id = stream.uniqueStreamId();
        return id != null ? Names.labelOf(id, 63) : Names.label(tableOf(stream.source()), contentOf(stream));
    }

    /** Over source and target and nothing else: whatever else is edited, topics and groups stay. */
    private static UUID contentOf(EventStream stream) {
        String target = target(stream.sink());
        return switch (stream.source()) {
            case Source.PostgresLogicalReplication postgres -> {
                PostgresAddress address = PostgresAddress.of(postgres.jdbcConnection());
                String table = postgres.schema() + "." + postgres.table().name();
                yield EventId.of("postgres", address.server(), address.database(), table, target);
            }
            case Source.DynamoDbStreamsSubscription dynamo ->
                EventId.of("dynamodb", dynamo.subscription().streamArn(), target);
        };
    }

    private static String target(Sink sink) {
        return switch (sink) {
            case Sink.Nakadi nakadi -> String.join("\n", "nakadi", text(nakadi.nakadiBaseUri()), nakadi.eventType());
            case Sink.SqsStandard queue -> String.join("\n", "sqs", text(queue.queueUrl()), queue.queueName());
            case Sink.SqsFifo queue ->
                String.join("\n", "sqs-fifo", text(queue.queueUrl()), queue.queueName().replaceAll("\\.fifo$", ""));
        };
    }

    private static Reader readerOf(Source source) {
        return switch (source) {
            case Source.PostgresLogicalReplication postgres -> {
                PostgresAddress address = PostgresAddress.of(postgres.jdbcConnection());
                String slot = postgres.jdbcConnection().slotName();
                yield new Reader.Slot(address.server(), address.database(), slot);
            }
            case Source.DynamoDbStreamsSubscription dynamo ->
                new Reader.Leases(dynamo.subscription().streamArn(), dynamo.subscription().leaseTableName());
        };
    }

    private static String tableOf(Source source) {
        return switch (source) {
            case Source.PostgresLogicalReplication postgres -> postgres.table().name();
            case Source.DynamoDbStreamsSubscription dynamo ->
                dynamo.subscription().streamArn().replaceAll("^.*:table/|/.*$|\\*$", "").toLowerCase(Locale.ROOT);
        };
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return Objects.toString(value, "");
    }
}
