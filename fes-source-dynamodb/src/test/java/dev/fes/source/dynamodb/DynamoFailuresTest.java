package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sts.model.StsException;

class DynamoFailuresTest {

  private static final DynamoFailures FAILURES =
      DynamoFailures.ofStream("arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/1");

  @ParameterizedTest
  @CsvSource({
    "ProvisionedThroughputExceededException, TRANSIENT, throttled",
    "ThrottlingException, TRANSIENT, throttled",
    "Throttling, TRANSIENT, throttled",
    "TooManyRequestsException, TRANSIENT, throttled",
    "ExpiredTokenException, TRANSIENT, credentials-expired",
    "AccessDeniedException, MISCONFIGURED, access-denied",
    "UnrecognizedClientException, MISCONFIGURED, credentials-refused",
    "RequestExpired, MISCONFIGURED, credentials-refused",
    "ResourceNotFoundException, MISCONFIGURED, not-found",
    "ValidationException, MISCONFIGURED, call-refused",
  })
  void anAnswersCodeSaysWhetherItPasses(String code, Failure.Kind kind, String reason) {
    Failure failure =
        FAILURES.of(
            DynamoDbException.builder().statusCode(400).awsErrorDetails(details(code)).build());
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains("table/orders/stream/1");
  }

  @ParameterizedTest
  @CsvSource({"Throttling, TRANSIENT, throttled", "AccessDenied, MISCONFIGURED, access-denied"})
  void whatStsSaysIsOfTheRole(String code, Failure.Kind kind, String reason) {
    Failure failure =
        FAILURES.of(StsException.builder().statusCode(403).awsErrorDetails(details(code)).build());
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains("stsAssumeRoleArn");
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage("no").build();
  }
}
