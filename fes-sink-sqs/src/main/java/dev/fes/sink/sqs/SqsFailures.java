package dev.fes.sink.sqs;

import dev.fes.stage.Failure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/**
 * Judges what SQS says of a call or of one entry; the one place where its codes are told apart. A
 * bad event may be skipped, so only codes that can be an event's own fault make one: whatever else
 * SQS holds against the sender holds against every event, and stops the stream.
 */
record SqsFailures(QueueTarget target, String region) {

  /** Such as {@code AWS.SimpleQueueService.NonExistentQueue} or {@code ThrottlingException}. */
  private static final Pattern CODE = Pattern.compile("^(?:.*[.#])?(?<fault>.+?)(?:Exception)?$");

  /** Such as {@code KMS.DisabledException}, or {@code KmsDisabled} for the same. */
  private static final Pattern KEY_CODE =
      Pattern.compile("(?:.*[.#])?(?:KMS\\.|Kms)(?<fault>.+?)(?:Exception)?");

  /** Why a whole call that sends events failed. */
  Failure of(SdkException thrown) {
    if (thrown instanceof AwsServiceException answered) {
      AwsErrorDetails details = answered.awsErrorDetails();
      String code = details == null ? null : details.errorCode();
      String words = details == null ? null : details.errorMessage();
      return code == null || code.isEmpty()
          ? ofStatus(answered.statusCode())
          : ofCode(code, words, !passes(answered.statusCode()));
    }
    return ofConnection(thrown);
  }

  /** Why the queue's address was not found; no event has part in that. */
  Failure ofLookup(SdkException thrown) {
    Failure failure = of(thrown);
    return switch (failure.kind()) {
      case TRANSIENT, MISCONFIGURED -> failure;
      case BAD_EVENT -> wrongAddress(" (" + MessageText.cleaned(wordsOf(thrown), 300) + ")");
    };
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
    if (words != null && words.contains("parameter Queue")) {
      return wrongAddress(told);
    }
    Matcher key = KEY_CODE.matcher(code);
    return key.matches()
        ? ofKey(key.group("fault"), told, ourFault)
        : ofFault(CODE.matcher(code).replaceFirst("${fault}"), told, ourFault);
  }

  private Failure ofFault(String fault, String told, boolean ourFault) {
    return switch (fault) {
      case "QueueDoesNotExist", "NonExistentQueue", "QueueDeletedRecently" -> missing();
      case "AccessDenied", "AuthorizationError", "NotAuthorized", "InvalidSecurity" ->
          misconfigured(
              "access-denied",
              "denies access" + told + ": allow sqs:SendMessage and sqs:GetQueueUrl on it");
      case "InvalidClientTokenId",
          "UnrecognizedClient",
          "InvalidAccessKeyId",
          "OptInRequired",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "InvalidSignature",
          "IncompleteSignature",
          "RequestExpired" ->
          misconfigured(
              "credentials-refused",
              "does not take this stage's signature" + told + ": correct its credentials or clock");
      case "InvalidAction", "UnknownOperation" ->
          misconfigured(
              "wrong-endpoint",
              "has an endpoint that does not know the call" + told + ": correct the endpoint");
      case "ExpiredToken" ->
          transientFailure("credentials-expired", "waits for fresh credentials" + told);
      case "RequestThrottled",
          "Throttling",
          "Throttled",
          "TooManyRequests",
          "RequestLimitExceeded",
          "OverLimit",
          "SlowDown" ->
          throttled(told);
      case "InvalidAddress" -> wrongAddress(told);
      case "MissingParameter", "UnsupportedOperation" -> wrongKind(told);
      case "InvalidMessageContents",
          "InvalidParameterValue",
          "InvalidAttributeValue",
          "BatchRequestTooLong" ->
          ourFault ? refused(told) : unable(told);
      default -> ourFault ? callRefused(told) : unable(told);
    };
  }

  /** What the key management says of the key that the queue is encrypted with. */
  private Failure ofKey(String fault, String told, boolean ourFault) {
    return switch (fault) {
      case "Throttling", "Throttled" -> throttled(told);
      case "AccessDenied" ->
          misconfigured(
              "access-denied",
              "is encrypted with a key that denies access"
                  + told
                  + ": allow kms:GenerateDataKey and kms:Decrypt on it");
      case "Disabled", "InvalidState", "NotFound", "OptInRequired", "InvalidKeyUsage" ->
          keyUnusable(told);
      default -> ourFault ? keyUnusable(told) : unable(told);
    };
  }

  private Failure keyUnusable(String told) {
    return misconfigured(
        "key-unusable", "is encrypted with a key that cannot be used" + told + ": mend the key");
  }

  private Failure throttled(String told) {
    return transientFailure("throttled", "wants to be called less often" + told);
  }

  private Failure unable(String told) {
    return transientFailure("sqs-error", "cannot answer" + told);
  }

  private Failure callRefused(String told) {
    return misconfigured(
        "call-refused",
        "refuses the call for nothing that is known to be the event's fault"
            + told
            + ": look the code up and mend the set-up");
  }

  private Failure missing() {
    return misconfigured(
        "queue-missing",
        "does not exist in region "
            + region
            + " of the account whose credentials this stage has: create it, or correct "
            + setting());
  }

  private Failure wrongAddress(String told) {
    return misconfigured(
        "queue-address", "has no address that SQS takes" + told + ": correct " + setting());
  }

  private String setting() {
    return target.url() == null ? "queueName" : "queueUrl";
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
    return passes(status)
        ? transientFailure("http-" + status, "cannot be reached: something answers " + status)
        : misconfigured(
            "http-" + status,
            "cannot be reached: something answers " + status + "; correct the endpoint");
  }

  private static boolean passes(int status) {
    return status >= 500 || status == 429 || status == 408;
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
    String words = wordsOf(thrown);
    return words.startsWith("Unable to load credentials")
        ? misconfigured(
            "no-credentials",
            "needs credentials, and this stage has none: give it a role or an access key")
        : transientFailure(
            "connection-lost", "could not be called: " + MessageText.cleaned(words, 300));
  }

  private static String wordsOf(SdkException thrown) {
    return String.valueOf(thrown.getMessage());
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
