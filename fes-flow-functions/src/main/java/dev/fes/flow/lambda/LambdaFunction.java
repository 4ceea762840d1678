package dev.fes.flow.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.BadChange;
import dev.fes.flow.Metadata;
import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * The function in AWS. A call that Lambda does not carry out is tried again by the stage, where it
 * can be seen; a function that fails is called again here, and a few failures make the change bad.
 */
final class LambdaFunction {

  /** What Lambda takes for a synchronous call. */
  static final int MOST_BYTES = 6_291_455;

  static final int ATTEMPTS = 3;

  private final LambdaClient client;
  private final String arn;
  private final LambdaFailures failures;
  private final Backoff backoff;

  LambdaFunction(LambdaClient client, Flow.AwsLambdaConversion flow, Backoff backoff) {
    this.client = client;
    this.arn = flow.lambdaFunctionArn();
    this.failures = new LambdaFailures(flow.functionName());
    this.backoff = backoff;
  }

  /**
   * What the function returned for the change.
   *
   * @throws StageFailure if it failed, or was not called
   */
  byte[] answerTo(Event change) {
    if (change.value().length > MOST_BYTES) {
      throw new BadChange(change.facts())
          .whole(
              "too-large",
              "has %,d bytes, and Lambda takes %,d".formatted(change.value().length, MOST_BYTES));
    }
    InvokeRequest call = call(change);
    InvokeResponse response = invoke(call);
    for (int tries = 1; response.functionError() != null; tries++) {
      if (tries == ATTEMPTS) {
        throw new StageFailure(failures.ofFunction(bytesOf(response), change.facts(), tries));
      }
      pause(tries);
      response = invoke(call);
    }
    byte[] answer = bytesOf(response);
    if (response.executedVersion() == null && !beginsLikeJson(answer)) {
      throw new StageFailure(failures.notLambda());
    }
    return answer;
  }

  /** What a function returns, and no proxy's page. */
  private static boolean beginsLikeJson(byte[] answer) {
    return answer.length > 0 && "{[n".indexOf(answer[0]) >= 0;
  }

  private InvokeRequest call(Event change) {
    return InvokeRequest.builder()
        .functionName(arn)
        .clientContext(contextOf(change.facts()))
        .payload(SdkBytes.fromByteArrayUnsafe(change.value()))
        .build();
  }

  /** The change record does not hold its id, of which a function makes the ids of its events. */
  private static String contextOf(Facts facts) {
    String context = "{\"custom\":{\"fes-id\":" + Metadata.quoted(facts.id()) + "}}";
    return Base64.getEncoder().encodeToString(context.getBytes(UTF_8));
  }

  private InvokeResponse invoke(InvokeRequest call) {
    try {
      return client.invoke(call);
    } catch (AbortedException e) {
      throw gaveUp();
    } catch (SdkException e) {
      throw new StageFailure(failures.of(e));
    }
  }

  private void pause(int tries) {
    try {
      Thread.sleep(backoff.after(tries, Failure.Kind.BAD_EVENT));
    } catch (InterruptedException e) {
      throw gaveUp();
    }
  }

  private static StageFailure gaveUp() {
    Thread.currentThread().interrupt();
    return new StageFailure(Failure.transientFailure("given-up", "the call was given up"));
  }

  private static byte[] bytesOf(InvokeResponse response) {
    SdkBytes payload = response.payload();
    return payload == null ? new byte[0] : payload.asByteArrayUnsafe();
  }
}
