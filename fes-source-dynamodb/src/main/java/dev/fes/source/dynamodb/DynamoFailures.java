package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Tells what an error of DynamoDB or the library means: what will pass, what must be mended, and
 * what is lost.
 *
 * @param subject what was called, such as a stream
 * @param actions what the stage must be allowed to do with it
 */
record DynamoFailures(String subject, String actions) {

  private static final int MOST_WORDS = 300;
  private static final Set<String> THROTTLED =
      Set.of(
          "LimitExceededException",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "TooManyRequestsException",
          "SlowDown",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "AuthorizationError", "NotAuthorized");
  private static final Set<String> WRONG_CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "OptInRequired",
          "RequestExpired",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch");
  private static final DynamoFailures ROLE =
      new DynamoFailures(
          "STS, asked for the role of stsAssumeRoleArn,",
          "sts:AssumeRole on the role to this stage, and name the stage in the role's trust"
              + " policy");
  private static final Set<String> EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");

  static DynamoFailures ofStream(String arn) {
    return new DynamoFailures(
        "stream " + arn,
        "dynamodb:DescribeStream, GetShardIterator, GetRecords on the stream and DescribeTable on"
            + " its table");
  }

  static DynamoFailures ofLeases(String table) {
    return new DynamoFailures(
        "lease table " + table,
        "dynamodb:CreateTable, DescribeTable, Scan, GetItem, PutItem, UpdateItem, DeleteItem on"
            + " it");
  }

  static boolean isGap(Throwable error) {
    return find(error, GapFound.class) != null;
  }

  Failure of(Throwable error) {
    if (find(error, GapFound.class) instanceof GapFound gap) {
      return gap.failure();
    }
    if (find(error, StageFailure.class) instanceof StageFailure known) {
      return known.failure();
    }
    if (find(error, AwsServiceException.class) instanceof AwsServiceException answered) {
      return answered instanceof StsException ? ROLE.ofAnswer(answered) : ofAnswer(answered);
    }
    return ofSilence(error);
  }

  private Failure ofAnswer(AwsServiceException answered) {
    String code =
        answered.awsErrorDetails() == null ? "" : text(answered.awsErrorDetails().errorCode());
    String told = " (" + (code.isEmpty() ? "HTTP " + answered.statusCode() : code) + ")";
    if (THROTTLED.contains(code)) {
      return passing("throttled", "wants to be called less often" + told);
    }
    if (EXPIRED.contains(code)) {
      return passing("credentials-expired", "waits for fresh credentials" + told);
    }
    if (DENIED.contains(code)) {
      return mended("access-denied", "denies access" + told + ": allow " + actions);
    }
    if (WRONG_CREDENTIALS.contains(code)) {
      return mended(
          "credentials-refused",
          "does not take this stage's signature" + told + ": correct its credentials or clock");
    }
    if (code.equals("TrimmedDataAccessException")) {
      return passing("trimmed", "says that it no longer has what is to be read; looking again");
    }
    if (code.equals("ResourceNotFoundException")) {
      return mended("not-found", "does not exist: create it, or correct its name in the resource");
    }
    return answered.statusCode() >= 500 || code.isEmpty()
        ? passing("http-" + answered.statusCode(), "cannot be reached: the answer is" + told)
        : mended("call-refused", "refuses the call" + told + ": " + words(answered));
  }

  private Failure ofSilence(Throwable error) {
    if (find(error, ApiCallTimeoutException.class) != null
        || find(error, ApiCallAttemptTimeoutException.class) != null
        || find(error, SocketTimeoutException.class) != null
        || find(error, TimeoutException.class) != null) {
      return passing("timeout", "did not answer in time");
    }
    if (find(error, ConnectException.class) != null) {
      return passing("connection-refused", "refuses connections");
    }
    if (find(error, UnknownHostException.class) != null) {
      return passing("unknown-host", "has an endpoint whose host name is not known");
    }
    if (find(error, SdkException.class) instanceof SdkException sdk) {
      return words(sdk).startsWith("Unable to load credentials")
          ? mended(
              "no-credentials",
              "needs credentials, and this stage has none: give it a role or an access key")
          : passing("connection-lost", "could not be called: " + words(sdk));
    }
    return passing("reader", "is read no more: " + words(deepest(error)));
  }

  private Failure passing(String reason, String what) {
    return Failure.transientFailure(reason, subject + " " + what);
  }

  private Failure mended(String reason, String what) {
    return Failure.misconfigured(reason, subject + " " + what);
  }

  private static String words(Throwable error) {
    String message = error.getMessage();
    String text = message == null ? error.getClass().getSimpleName() : message;
    String line = text.lines().findFirst().orElse(text).strip();
    return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static Throwable deepest(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause.equals(error) ? error : deepest(cause);
  }

  private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
    for (Throwable next = error; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
    return null;
  }
}
