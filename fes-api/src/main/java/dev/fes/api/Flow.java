package dev.fes.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a change becomes events. */
public sealed interface Flow {

  /** An outbox row's payload column as the event. */
  @ShortName("generic-nakadi-event")
  record PostgresWalToGenericNakadiEvent(
      String payloadColumn, @Nullable String flowIdColumn, @Nullable String spanCtxColumn)
      implements Flow {

    public PostgresWalToGenericNakadiEvent {
      payloadColumn = payloadColumn == null ? "payload" : payloadColumn;
      new Checks()
          .identifier("payloadColumn", payloadColumn)
          .identifier("flowIdColumn", flowIdColumn)
          .identifier("spanCtxColumn", spanCtxColumn)
          .orThrow();
    }
  }

  /** The answer of an AWS Lambda function as the events. */
  @ShortName("aws-lambda")
  record AwsLambdaConversion(String lambdaFunctionArn) implements Flow {

    private static final Pattern FUNCTION =
        Pattern.compile(
            "arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[\\w-]{1,64}(:(\\$LATEST|[\\w-]{1,128}))?");

    public AwsLambdaConversion {
      new Checks()
          .required(
              "lambdaFunctionArn", lambdaFunctionArn, "name the function that converts a change")
          .matches(
              "lambdaFunctionArn",
              lambdaFunctionArn,
              FUNCTION,
              "is not the ARN of a function: write arn:aws:lambda:REGION:ACCOUNT:function:NAME")
          .orThrow();
    }

    /** Where the function runs. */
    public String region() {
      return lambdaFunctionArn.split(":", -1)[3];
    }

    /** What the function is called, with its version or alias if the ARN names one. */
    public String functionName() {
      return lambdaFunctionArn.split(":", 7)[6];
    }
  }

  /** A DynamoDB item as a generic Nakadi event. */
  @ShortName("dynamodb-generic-nakadi-event")
  record DynamoDbStreamToGenericNakadiEvent() implements Flow {}

  /** A row as a Nakadi data change event. */
  @ShortName("nakadi-data-event")
  record PostgresWalToNakadiDataEvent(
      @Nullable String dataTypeColumn,
      @Nullable String dataType,
      @Nullable String dataOpColumn,
      @Nullable String metadataColumn,
      @Nullable String dataColumn)
      implements Flow {

    public PostgresWalToNakadiDataEvent {
      new Checks()
          .identifier("dataTypeColumn", dataTypeColumn)
          .that(
              dataType == null || !dataType.isBlank(),
              "dataType",
              "is blank: give it, or leave it out")
          .that(
              dataType == null || dataTypeColumn == null,
              "dataType",
              "is given beside dataTypeColumn: keep one of them")
          .identifier("dataOpColumn", dataOpColumn)
          .identifier("metadataColumn", metadataColumn)
          .identifier("dataColumn", dataColumn)
          .orThrow();
    }
  }

  /** A row written by a Nakadi producer library's outbox as a generic Nakadi event. */
  @ShortName("nakadi-producer-event")
  record PostgresWalFromNakadiProducerToGenericNakadiEvent() implements Flow {}
}
