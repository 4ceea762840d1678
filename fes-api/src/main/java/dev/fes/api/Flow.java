package dev.fes.api;

import org.jspecify.annotations.Nullable;

/** How a change becomes events. */
public sealed interface Flow {

    /** An outbox row's payload column as the event. */
    record PostgresWalToGenericNakadiEvent(
            String payloadColumn, @Nullable String flowIdColumn, @Nullable String spanCtxColumn) implements Flow {}

    /** The answer of an AWS Lambda function as the events. */
    record AwsLambdaConversion(String lambdaFunctionArn) implements Flow {}

    /** A DynamoDB item as a generic Nakadi event. */
    record DynamoDbStreamToGenericNakadiEvent() implements Flow {}

    /** A row as a Nakadi data change event. */
    record PostgresWalToNakadiDataEvent(
            @Nullable String dataTypeColumn,
            @Nullable String dataType,
            @Nullable String dataOpColumn,
            @Nullable String metadataColumn,
            @Nullable String dataColumn)
            implements Flow {}

    /** A row written by a Nakadi producer library's outbox as a generic Nakadi event. */
    record PostgresWalFromNakadiProducerToGenericNakadiEvent() implements Flow {}
}
