package dev.fes.controller.plan;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.Recovery;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings that depend on what a stage works with: brokers, database, Nakadi, AWS. */
record PlatformSettings(Installation installation) {

  Settings kafka(Settings settings) {
    settings
        .put("fes.max-record-size", installation.maxRecordSize())
        .put("fes.tracing.endpoint", installation.tracing().endpoint())
        .put("spring.cloud.stream.kafka.binder.auto-create-topics", false)
        .put("spring.cloud.stream.kafka.binder.brokers", installation.kafka().brokers());
    installation
        .kafka()
        .properties()
        .forEach(
            (key, value) -> {
              String property = "spring.cloud.stream.kafka.binder.configuration." + key;
              if (Installation.Kafka.isSecret(key)) {
                settings.putVariable(property, Installation.Kafka.variable(key));
              } else {
                settings.put(property, value);
              }
            });
    return settings;
  }

  Credentials source(Settings settings, Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication postgres ->
          postgres(settings, postgres.jdbcConnection());
      case Source.DynamoDbStreamsSubscription dynamo -> dynamoDb(settings, dynamo.subscription());
    };
  }

  Settings flow(Settings settings, Flow flow) {
    settings.putRecord("fes.flow", flow);
    return switch (flow) {
      case Flow.AwsLambdaConversion _ -> lambda(settings, installation.aws().lambda());
      case Flow.PostgresWalToGenericNakadiEvent _,
          Flow.DynamoDbStreamToGenericNakadiEvent _,
          Flow.PostgresWalToNakadiDataEvent _,
          Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          settings;
    };
  }

  Settings sink(Settings settings, Sink sink) {
    settings.putRecord("fes.sink", sink).put("fes.sink.lanes", installation.sinks().lanes());
    return switch (sink) {
      case Sink.Nakadi _ -> nakadi(settings, installation.nakadi());
      case Sink.SqsStandard _, Sink.SqsFifo _ -> sqs(settings, installation.aws().sqs());
    };
  }

  static SortedMap<String, Object> route(Draft draft) {
    SortedMap<String, Object> route = new TreeMap<>();
    Source source = draft.stream().source();
    route.put("stream", draft.name());
    route.put("topic", draft.changes());
    route.put("operations", source.operations().stream().sorted().map(Operation::name).toList());
    if (source.filter() instanceof String filter) {
      route.put("filter", filter);
    }
    switch (source) {
      case Source.PostgresLogicalReplication postgres -> {
        route.put("schema", postgres.schema());
        route.put("table", postgres.table().name());
        route.put("id-column", postgres.table().idColumn());
      }
      case Source.DynamoDbStreamsSubscription _ -> {}
    }
    if (draft.stream().flow() instanceof Flow.PostgresWalToGenericNakadiEvent flow
        && flow.spanCtxColumn() instanceof String column) {
      route.put("trace-column", column);
    }
    if (draft.stream().flow() == null && !draft.stream().sink().partitionKeyFields().isEmpty()) {
      route.put("partition-key-fields", draft.stream().sink().partitionKeyFields());
    }
    return route;
  }

  static String recovery(Recovery recovery) {
    return switch (recovery) {
      case Recovery.None _ -> "None";
      case Recovery.Ignore _ -> "Ignore";
      case Recovery.DeadLetter _ -> "DeadLetter";
    };
  }

  private Credentials postgres(Settings settings, Source.JdbcConnection connection) {
    PostgresAccess access = PostgresAccess.of(connection, installation.databases());
    settings
        .put("fes.source.jdbc-url", access.jdbcUrl())
        .put("fes.source.username", access.username())
        .put("fes.source.password-file", access.passwordFile())
        .put("fes.source.slot-name", connection.slotName())
        .put("fes.source.publication-name", connection.publicationName())
        .put("fes.source.create-publication", access.createPublication())
        .put("fes.source.heartbeat-interval", "10s");
    return access.credentials();
  }

  private Credentials dynamoDb(Settings settings, Source.Subscription subscription) {
    settings
        .put("fes.source.stream-arn", subscription.streamArn())
        .put("fes.source.lease-table-name", subscription.leaseTableName())
        .put("fes.source.sts-assume-role-arn", subscription.stsAssumeRoleArn())
        .put("fes.source.arn-resolution-mode", subscription.arnResolutionMode());
    Aws.DynamoDb dynamo = installation.aws().dynamodb();
    aws(settings, "dynamodb", dynamo.endpoint())
        .put("fes.dynamodb.connect-timeout", dynamo.connectTimeout())
        .put("fes.dynamodb.call-timeout", dynamo.callTimeout())
        .put("spring.cloud.aws.sts.endpoint", installation.aws().sts().endpoint());
    return new Credentials.InSettings();
  }

  private Settings lambda(Settings settings, Aws.Lambda lambda) {
    return aws(settings, "lambda", lambda.endpoint())
        .put("fes.lambda.connect-timeout", lambda.connectTimeout())
        .put("fes.lambda.call-timeout", lambda.callTimeout())
        .put("fes.lambda.concurrency", lambda.concurrency());
  }

  private Settings sqs(Settings settings, Aws.Sqs sqs) {
    return aws(settings, "sqs", sqs.endpoint())
        .put("fes.sqs.connect-timeout", sqs.connectTimeout())
        .put("fes.sqs.call-timeout", sqs.callTimeout())
        .put("fes.sink.fifo-batching", sqs.fifoBatching());
  }

  private Settings nakadi(Settings settings, Nakadi nakadi) {
    settings
        .put("fes.nakadi.base-uri", nakadi.baseUri())
        .put("fes.nakadi.token-file", nakadi.tokenFile())
        .put("fes.nakadi.token-type-file", nakadi.tokenTypeFile())
        .put("fes.nakadi.connect-timeout", nakadi.connectTimeout())
        .put("fes.nakadi.read-timeout", nakadi.readTimeout())
        .put("fes.nakadi.gzip", nakadi.gzip())
        .put("fes.sink.max-batch-bytes", installation.sinks().maxBatchBytes());
    if (nakadi.oauth2() instanceof Nakadi.OAuth2 oauth2) {
      settings
          .put("fes.nakadi.oauth2.token-uri", oauth2.tokenUri())
          .put("fes.nakadi.oauth2.client-id-file", oauth2.clientIdFile())
          .put("fes.nakadi.oauth2.client-secret-file", oauth2.clientSecretFile())
          .put("fes.nakadi.oauth2.scopes", oauth2.scopes().isEmpty() ? null : oauth2.scopes());
    }
    return settings;
  }

  private Settings aws(Settings settings, String service, @Nullable URI endpoint) {
    return settings
        .put("spring.cloud.aws.region.static", installation.aws().region())
        .put("spring.cloud.aws.endpoint", installation.aws().endpoint())
        .put("spring.cloud.aws." + service + ".endpoint", endpoint);
  }
}
