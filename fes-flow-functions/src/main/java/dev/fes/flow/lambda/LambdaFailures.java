package dev.fes.flow.lambda;

import dev.fes.api.event.Facts;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges why a change was not converted; the one place where Lambda's codes are told apart. A bad
 * event may be skipped, so only what can be a change's own fault makes one.
 */
record LambdaFailures(String function) {

  private static final int MOST_WORDS = 300;

  /** The function was called the given number of times and failed; its answer says why. */
  Failure ofFunction(byte[] answer, Facts facts, int tries) {
    return Failure.badEvent(
        "function-error",
        "Lambda function %s failed %d times for the change of %s at %s (%s)"
            .formatted(function, tries, facts.table(), facts.position(), wordsOf(answer)));
  }

  /** An answer that has neither Lambda's mark nor JSON is never taken as events, nor as none. */
  Failure notLambda() {
    return transientFailure(
        "unreadable-answer",
        "is answered for by something else: no JSON, and X-Amz-Executed-Version is missing");
  }

  /** Lambda did not carry the call out. */
  Failure of(SdkException thrown) {
    if (!(thrown instanceof AwsServiceException answered)) {
      return ofConnection(thrown);
    }
    AwsErrorDetails details = answered.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null || code.isEmpty()
        ? ofStatus(answered.statusCode())
        : ofCode(code, details.errorMessage(), answered.statusCode());
  }

  private Failure ofCode(String code, @Nullable String words, int status) {
    String told = " (" + code + (words == null ? "" : ": " + cut(words)) + ")";
    return switch (code.replaceFirst("Exception$", "")) {
      case "TooManyRequests", "Throttling", "Throttled", "RequestLimitExceeded", "SlowDown" ->
          transientFailure("throttled", "wants to be called less often" + told);
      case "RequestTooLarge", "RequestEntityTooLarge", "SerializedRequestEntityTooLarge" ->
          tooLarge(told);
      case "InvalidRequestContent" ->
          Failure.badEvent(
              "refused",
              "Lambda function " + function + " does not take the change as JSON" + told);
      case "ResourceNotFound" ->
          misconfigured(
              "function-missing",
              "does not exist" + told + ": create it, or correct lambdaFunctionArn");
      case "AccessDenied" ->
          misconfigured(
              "access-denied", "denies access" + told + ": allow lambda:InvokeFunction on it");
      case "UnrecognizedClient",
          "InvalidClientTokenId",
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
      case "ExpiredToken" ->
          transientFailure("credentials-expired", "waits for fresh credentials" + told);
      case "UnknownOperation" ->
          misconfigured(
              "wrong-endpoint",
              "has an endpoint that does not know the call" + told + ": correct the endpoint");
      case "EC2AccessDenied",
          "KMSAccessDenied",
          "KMSDisabled",
          "KMSInvalidState",
          "KMSNotFound",
          "EFSMountFailure",
          "S3FilesMountFailure",
          "InvalidRuntime",
          "InvalidSecurityGroupID",
          "InvalidSubnetID",
          "InvalidZipFile",
          "NoPublishedVersion",
          "RecursiveInvocation",
          "SnapStart",
          "SnapStartRegenerationFailure" ->
          misconfigured("function-unusable", "cannot run" + told + ": mend its set-up");
      case "ResourceNotReady",
          "ResourceConflict",
          "SnapStartNotReady",
          "SnapStartTimeout",
          "EFSIO",
          "EFSMountConnectivity",
          "EFSMountTimeout",
          "S3FilesMountConnectivity",
          "S3FilesMountTimeout" ->
          transientFailure("function-not-ready", "cannot run yet" + told);
      default ->
          passes(status)
              ? transientFailure("lambda-error", "cannot answer" + told)
              : misconfigured(
                  "call-refused",
                  "refuses the call for nothing that is known to be the change's fault"
                      + told
                      + ": look the code up and mend the set-up");
    };
  }

  /** An error without a code is not from Lambda itself. */
  private Failure ofStatus(int status) {
    if (status == 413) {
      return tooLarge(" (something on the way answers 413)");
    }
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
      return transientFailure(
          "timeout",
          "did not answer in time; fes.lambda.call-timeout must be longer than it may run");
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
        : transientFailure("connection-lost", "could not be called: " + cut(words));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> kind) {
    return Stream.iterate(thrown, next -> next != null, Throwable::getCause)
        .anyMatch(kind::isInstance);
  }

  private Failure tooLarge(String told) {
    return Failure.badEvent(
        "too-large", "Lambda function " + function + " does not take a change so large" + told);
  }

  private Failure transientFailure(String reason, String what) {
    return Failure.transientFailure(reason, "Lambda function " + function + " " + what);
  }

  private Failure misconfigured(String reason, String what) {
    return Failure.misconfigured(reason, "Lambda function " + function + " " + what);
  }

  private static String wordsOf(byte[] answer) {
    try {
      JsonNode error = JsonMapper.shared().readTree(answer);
      return cut(
          error.path("errorType").asString("no error type")
              + ": "
              + error.path("errorMessage").asString("no message"));
    } catch (JacksonException e) {
      return "without words";
    }
  }

  private static String cut(String words) {
    String clean = words.replaceAll("\\p{Cntrl}+", " ");
    return clean.length() <= MOST_WORDS ? clean : clean.substring(0, MOST_WORDS) + "…";
  }
}
