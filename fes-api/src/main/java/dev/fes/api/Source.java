package dev.fes.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the changes of one event stream come from. */
public sealed interface Source {

    /** JSONPath predicate over the whole change record; a match keeps the change. */
    @Nullable String filter();

    /** The operations that are published. */
    Set<Operation> operations();

    /** A table's committed changes, read from a logical replication slot. */
    record PostgresLogicalReplication(
            JdbcConnection jdbcConnection,
            String schema,
            Table table,
            @Nullable String filter,
            Set<Operation> operations)
            implements Source {}

    /** The database, the slot, and the credentials to read it with. */
    record JdbcConnection(
            String slotName,
            String jdbcUrl,
            @Nullable DatabaseAuthenticationSecret databaseAuthentication,
            @Nullable String pluginType,
            String publicationName) {}

    /** Names a Secret of the resource's own namespace and the keys of its two values. */
    record DatabaseAuthenticationSecret(String name, String userKey, String passwordKey) {}

    /** The table of one event stream; the id column serves telemetry only. */
    record Table(String name, String idColumn) {}

    /** The changes of a DynamoDB table, read from its stream. */
    record DynamoDbStreamsSubscription(Subscription subscription, @Nullable String filter, Set<Operation> operations)
            implements Source {}

    /** The stream, the lease table that remembers how far it is read, and the role to read it with. */
    record Subscription(
            String streamArn,
            String leaseTableName,
            @Nullable String stsAssumeRoleArn,
            ArnResolutionMode arnResolutionMode) {}

    /** Whether the stream ARN is taken as it is, or resolved from the table name when it ends in {@code *}. */
    enum ArnResolutionMode {
        EXACT,
        DYNAMIC
    }
}
