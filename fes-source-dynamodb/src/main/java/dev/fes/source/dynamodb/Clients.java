package dev.fes.source.dynamodb;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The ways to DynamoDB.
 *
 * @param streams reads the stream, as the assumed role if there is one
 * @param tables describes the stream's table, likewise
 * @param leases reads and writes the lease table with the stage's own credentials; the library
 *     takes no other kind of client
 * @param region the stream's
 */
record Clients(
    DynamoDbStreamsClient streams,
    DynamoDbClient tables,
    DynamoDbAsyncClient leases,
    Region region) {}
