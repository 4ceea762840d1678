package dev.fes.controller.plan;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.Recovery;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import dev.fes.controller.plan.Wiring.Input;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Drafts to stages: who reads which topic, writes which, and with which settings. */
record StagePlanner(Installation installation, String applicationId) {

    private static final String BINDINGS = "spring.cloud.stream.bindings.";
    static final String READERS_TOPIC = "fes.readers";

    /** One source for all the event streams of one reader, a route for each. */
    Stage source(List<Draft> routes) {
        Draft first = routes.getFirst();
        Settings settings = identity(first, Role.SOURCE, first.reader().name())
                .put("fes.source.reader", first.reader().name())
                .put("fes.source.readers-topic", READERS_TOPIC)
                .put("fes.source.routes", routes.stream().map(StagePlanner::route).toList());
        Credentials credentials =
                switch (first.stream().source()) {
                    case Source.PostgresLogicalReplication postgres -> postgres(settings, postgres.jdbcConnection());
                    case Source.DynamoDbStreamsSubscription dynamo -> dynamoDb(settings, dynamo.subscription());
                };
        String title = first.reader() instanceof Reader.Slot slot ? slot.slot() : first.title();
        return new Stage(
                Names.stage(first.key(), title, first.reader().name(), Role.SOURCE),
                Role.SOURCE,
                StageType.of(first.stream().source()).app(),
                routes.stream().map(Draft::name).toList(),
                new Wiring(null, routes.stream().map(Draft::changes).toList()),
                settings.config(credentials));
    }

    Stage flow(Draft draft, Flow flow) {
        Settings settings = identity(draft, Role.FLOW, draft.name())
                .putRecord("fes.flow", flow)
                .put("fes.flow.partition-key-fields", notEmpty(draft.stream().sink().partitionKeyFields()))
                .put(BINDINGS + "output.destination", draft.events());
        if (StageType.of(flow).usesAws()) {
            aws(settings, installation.aws().lambda());
        }
        return stage(draft, Role.FLOW, StageType.of(flow).app(), draft.changes(), List.of(draft.events()), settings);
    }

    Stage sink(Draft draft) {
        Sink sink = draft.stream().sink();
        Settings settings = sink(identity(draft, Role.SINK, draft.name()), sink);
        return stage(draft, Role.SINK, StageType.of(sink).app(), draft.published(), List.of(), settings);
    }

    /** A dead letter is not an error handler: it is a sink like any other. */
    Stage deadLetterSink(Draft draft, Sink sink) {
        Settings settings = sink(identity(draft, Role.DEAD_LETTER, draft.name()), sink);
        return stage(draft, Role.DEAD_LETTER, StageType.of(sink).app(), draft.deadLetters(), List.of(), settings);
    }

    private Stage stage(Draft draft, Role role, App app, String reads, List<String> writes, Settings settings) {
        Input input = new Input(reads, draft.stem() + "." + role.title());
        settings.put(BINDINGS + "input.destination", input.topic()).put(BINDINGS + "input.group", input.group());
        List<String> outputs = writes;
        if (role != Role.DEAD_LETTER && draft.recoversToDeadLetters()) {
            settings.put(BINDINGS + "dead-letters.destination", draft.deadLetters());
            outputs = java.util.stream.Stream.concat(writes.stream(), java.util.stream.Stream.of(draft.deadLetters()))
                    .toList();
        }
        return new Stage(
                Names.stage(draft.key(), draft.title(), draft.name(), role),
                role,
                app,
                List.of(draft.name()),
                new Wiring(input, outputs),
                settings.config(new Credentials.InSettings()));
    }

    private Settings identity(Draft draft, Role role, String stream) {
        Settings settings = new Settings()
                .put("fes.stage.application-id", applicationId)
                .put("fes.stage.namespace", draft.key().namespace())
                .put("fes.stage.resource", draft.key().name())
                .put("fes.stage.stream", stream)
                .put("fes.stage.name", role.title())
                .put("fes.max-record-size", installation.maxRecordSize().toBytes() + "B")
                .put("spring.cloud.stream.kafka.binder.brokers", installation.kafka().brokers());
        installation.kafka().properties().forEach((key, value) -> settings.put(
                "spring.cloud.stream.kafka.binder.configuration." + key,
                Installation.Kafka.isSecret(key) ? "${" + Installation.Kafka.variable(key) + "}" : value));
        return switch (role) {
            case SOURCE -> settings;
            case FLOW, SINK -> settings.put("fes.stage.recovery", recovery(draft.stream().recovery()))
                    .put("fes.stage.ordering", draft.isOrderedByKey() ? "PER_KEY" : "TOTAL");
            case DEAD_LETTER -> settings.put("fes.stage.recovery", "None").put("fes.stage.ordering", "TOTAL");
        };
    }

    private Credentials postgres(Settings settings, Source.JdbcConnection connection) {
        PostgresAccess access = PostgresAccess.of(connection, installation.databases());
        settings.put("fes.source.jdbc-url", access.jdbcUrl())
                .put("fes.source.username", access.username())
                .put("fes.source.password-file", access.passwordFile())
                .put("fes.source.slot-name", connection.slotName())
                .put("fes.source.publication-name", connection.publicationName())
                .put("fes.source.create-publication", access.createPublication())
                .put("fes.source.heartbeat-interval", "10s");
        return access.credentials();
    }

    private Credentials dynamoDb(Settings settings, Source.Subscription subscription) {
        settings.put("fes.source.stream-arn", subscription.streamArn())
                .put("fes.source.lease-table-name", subscription.leaseTableName())
                .put("fes.source.sts-assume-role-arn", subscription.stsAssumeRoleArn())
                .put("fes.source.arn-resolution-mode", subscription.arnResolutionMode());
        aws(settings, installation.aws().dynamodb());
        return new Credentials.InSettings();
    }

    private static SortedMap<String, Object> route(Draft draft) {
        SortedMap<String, Object> route = new TreeMap<>();
        Source source = draft.stream().source();
        route.put("stream", draft.name());
        route.put("topic", draft.changes());
        route.put("operations", source.operations().stream().sorted().map(Operation::name).toList());
        if (source.filter() != null) {
            route.put("filter", source.filter());
        }
        if (source instanceof Source.PostgresLogicalReplication postgres) {
            route.put("schema", postgres.schema());
            route.put("table", postgres.table().name());
            route.put("id-column", postgres.table().idColumn());
        }
        if (draft.stream().flow() == null && !draft.stream().sink().partitionKeyFields().isEmpty()) {
            route.put("partition-key-fields", draft.stream().sink().partitionKeyFields());
        }
        return route;
    }

    private Settings sink(Settings settings, Sink sink) {
        settings.putRecord("fes.sink", sink);
        switch (sink) {
            case Sink.Nakadi _ -> settings.put("fes.nakadi.base-uri", installation.nakadi().baseUri())
                    .put("fes.nakadi.token-file", installation.nakadi().tokenFile())
                    .put("fes.nakadi.token-type-file", installation.nakadi().tokenTypeFile());
            case Sink.SqsStandard _, Sink.SqsFifo _ -> aws(settings, installation.aws().sqs());
        }
        return settings;
    }

    private void aws(Settings settings, Installation.Endpoint service) {
        settings.put("spring.cloud.aws.region.static", installation.aws().region())
                .put("spring.cloud.aws.endpoint", installation.aws().endpoint());
    }

    private static String recovery(Recovery recovery) {
        return switch (recovery) {
            case Recovery.None _ -> "None";
            case Recovery.Ignore _ -> "Ignore";
            case Recovery.DeadLetter _ -> "DeadLetter";
        };
    }

    private static java.util.@org.jspecify.annotations.Nullable List<String> notEmpty(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
