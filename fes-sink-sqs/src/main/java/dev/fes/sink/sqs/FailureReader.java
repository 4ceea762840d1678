package dev.fes.sink.sqs;

import dev.fes.stage.Failure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** Judges what SQS says of a call or of one entry; the one place where its codes are told apart. */
record FailureReader(QueueTarget target, String region) {

  /** Why a whole call failed. */
  Failure of(SdkException thrown) {
    if (thrown instanceof AwsServiceException answered) {
      AwsErrorDetails details = answered.awsErrorDetails();
      String code = details == null ? null : details.errorCode();
      String words = details == null ? null : details.errorMessage();
      return code == null || code.isEmpty()
          ? ofStatus(answered.statusCode())
          : ofCode(code, words, answered.statusCode() < 500);
    }
    return ofConnection(thrown);
  }

  /** Why one entry failed. */
  Failure of(BatchResultErrorEntry entry) {
    return ofCode(
        String.valueOf(entry.code()), entry.message(), Boolean.TRUE.equals(entry.senderFault()));
  }

  Failure unanswered() {
    return transientFailure("unreadable-answer", "says nothing of a message that it was sent");
  }

  private Failure ofCode(String code, @Nullable String words, boolean ourFault) {
    String told = " (" + code + (words == null ? "" : ": " + MessageText.cleaned(words, 300)) + ")";
    if (words != null && words.contains("queue type")) {
      return wrongKind(told);
    }
    return switch (code.substring(Math.max(code.lastIndexOf('.'), code.lastIndexOf('#')) + 1)) {
      case "QueueDoesNotExist", "NonExistentQueue", "QueueDeletedRecently" -> missing();
      case "AccessDenied",
          "AccessDeniedException",
          "AuthorizationError",
          "KmsAccessDenied",
          "InvalidSecurity" ->
          misconfigured(
              "access-denied",
              "denies access" + told + ": allow sqs:SendMessage and sqs:GetQueueUrl on it");
      case "InvalidClientTokenId",
          "UnrecognizedClientException",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch" ->
          misconfigured(
              "credentials-refused",
              "does not know this stage's credentials" + told + ": correct them");
      case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
          transientFailure("credentials-expired", "waits for fresh credentials" + told);
      case "KmsDisabled",
          "KmsInvalidState",
          "KmsNotFound",
          "KmsOptInRequired",
          "KmsInvalidKeyUsage" ->
          misconfigured(
              "key-unusable",
              "is encrypted with a key that cannot be used" + told + ": mend the key");
      case "RequestThrottled",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "KmsThrottled",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "OverLimit",
          "SlowDown" ->
          transientFailure("throttled", "wants to be called less often" + told);
      case "MissingParameter", "UnsupportedOperation", "InvalidAddress" -> wrongKind(told);
      default -> ourFault ? refused(told) : transientFailure("sqs-error", "cannot answer" + told);
    };
  }

  private Failure missing() {
    return misconfigured(
        "queue-missing",
        "does not exist in region "
            + region
            + " of the account whose credentials this stage has: create it, or correct "
            + (target.url() == null ? "queueName" : "queueUrl"));
  }

  private Failure wrongKind(String told) {
    return misconfigured(
        "queue-kind",
        "is not the "
            + (target.fifo() ? "FIFO" : "standard")
            + " queue that the sink's type says"
            + told
            + ": correct the type or the queue");
  }

  private Failure refused(String told) {
    return Failure.badEvent(
        "refused", "SQS queue " + target.name() + " refuses the message" + told);
  }

  /** An error without a code is not from SQS itself. */
  private Failure ofStatus(int status) {
    return status >= 500 || status == 429 || status == 408
        ? transientFailure("http-" + status, "cannot be reached: something answers " + status)
        : misconfigured(
            "http-" + status,
            "cannot be reached: something answers " + status + "; correct the endpoint");
  }

  private Failure ofConnection(SdkException thrown) {
    if (thrown instanceof ApiCallTimeoutException
        || hasCause(thrown, SocketTimeoutException.class)) {
      return transientFailure("timeout", "did not answer in time");
    }
    if (hasCause(thrown, ConnectException.class)) {
      return transientFailure("connection-refused", "refuses connections");
    }
    if (hasCause(thrown, UnknownHostException.class)) {
      return transientFailure("unknown-host", "has an endpoint whose host name is not known");
    }
    String words = String.valueOf(thrown.getMessage());
    return words.startsWith("Unable to load credentials")
        ? misconfigured(
            "no-credentials",
            "needs credentials, and this stage has none: give it a role or an access key")
        : transientFailure(
            "connection-lost", "could not be called: " + MessageText.cleaned(words, 300));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> kind) {
    return Stream.iterate(thrown, next -> next != null, Throwable::getCause)
        .anyMatch(kind::isInstance);
  }

  private Failure transientFailure(String reason, String what) {
    return Failure.transientFailure(reason, "SQS queue " + target.name() + " " + what);
  }

  private Failure misconfigured(String reason, String what) {
    return Failure.misconfigured(reason, "SQS queue " + target.name() + " " + what);
  }
}
