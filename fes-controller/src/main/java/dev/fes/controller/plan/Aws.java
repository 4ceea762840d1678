package dev.fes.controller.plan;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * AWS, or what stands in for it. What is absent is the stages' own default.
 *
 * @param credentialsFile in the AWS tools' format; without it stages find credentials as the SDK
 *     does
 * @param allowedQueueUrls where a manifest's queueUrl may point
 */
public record Aws(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable Path credentialsFile,
    @DefaultValue Sqs sqs,
    @DefaultValue DynamoDb dynamodb,
    @DefaultValue Lambda lambda,
    @DefaultValue Sts sts,
    @DefaultValue List<URI> allowedQueueUrls) {

  public Aws {
    allowedQueueUrls = List.copyOf(allowedQueueUrls);
  }

  static Aws undescribed() {
    return new Aws(
        null,
        null,
        null,
        new Sqs(null, null, null, null),
        new DynamoDb(null, null, null),
        new Lambda(null, null, null, null),
        new Sts(null),
        List.of());
  }

  /**
   * SQS.
   *
   * @param fifoBatching whether a call to a FIFO queue may carry several messages of one group
   */
  public record Sqs(
      @Nullable URI endpoint,
      @Nullable Duration connectTimeout,
      @Nullable Duration callTimeout,
      @Nullable FifoBatching fifoBatching) {

    public Sqs {
      Limits.positive("fes.aws.sqs.connect-timeout", connectTimeout);
      Limits.positive("fes.aws.sqs.call-timeout", callTimeout);
    }
  }

  /** As the SQS sink names them. */
  public enum FifoBatching {
    STRICT,
    RELAXED
  }

  /** DynamoDB: the tables that sources keep their leases in, and the streams. */
  public record DynamoDb(
      @Nullable URI endpoint, @Nullable Duration connectTimeout, @Nullable Duration callTimeout) {

    public DynamoDb {
      Limits.positive("fes.aws.dynamodb.connect-timeout", connectTimeout);
      Limits.positive("fes.aws.dynamodb.call-timeout", callTimeout);
    }
  }

  /**
   * Lambda.
   *
   * @param concurrency how many changes of an event stream are converted at once
   */
  public record Lambda(
      @Nullable URI endpoint,
      @Nullable Duration connectTimeout,
      @Nullable Duration callTimeout,
      @Nullable Integer concurrency) {

    public Lambda {
      Limits.positive("fes.aws.lambda.connect-timeout", connectTimeout);
      Limits.positive("fes.aws.lambda.call-timeout", callTimeout);
      Limits.atLeastOne("fes.aws.lambda.concurrency", concurrency);
    }
  }

  /** Where roles of other accounts are assumed. */
  public record Sts(@Nullable URI endpoint) {}
}
