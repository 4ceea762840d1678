package dev.fes.api;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where events go. */
public sealed interface Sink {

    /** The payload fields whose values order is kept for; empty means the whole event stream is in commit order. */
    List<String> partitionKeyFields();

    /** A Nakadi event type. */
    record Nakadi(
            String eventType, @Nullable Integer maxBatchSize, @Nullable URI nakadiBaseUri, List<String> partitionKeyFields)
            implements Sink {}

    /** An SQS standard queue. */
    record SqsStandard(
            String queueName, @Nullable URI queueUrl, @Nullable Integer maxBatchSize, List<String> partitionKeyFields)
            implements Sink {}

    /** An SQS FIFO queue; its name may leave out {@code .fifo}. */
    record SqsFifo(
            String queueName, @Nullable URI queueUrl, @Nullable Integer maxBatchSize, List<String> partitionKeyFields)
            implements Sink {}
}
