package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class LambdaServerTest {

  private static LambdaServer lambda;
  private static LambdaClient client;

  @BeforeAll
  static void open() {
    lambda = LambdaServer.open();
    lambda.register("upper", payload -> text(payload).toUpperCase().getBytes());
    lambda.register(
        "broken",
        payload -> {
          throw new IllegalArgumentException("no \"such\" thing");
        });
    lambda.register("slow", Duration.ofMinutes(1), payload -> payload);
    client =
        LambdaClient.builder()
            .applyMutation(builder -> AwsAccess.to(builder, lambda.endpoint()))
            .overrideConfiguration(
                settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
    lambda.close();
  }

  @Test
  void functionRunsByNameAndByArn() {
    assertThat(text(invoke("upper", "hello").payload().asByteArray())).isEqualTo("HELLO");
    assertThat(text(invoke(lambda.arn("upper"), "hello").payload().asByteArray()))
        .isEqualTo("HELLO");
    assertThat(text(invoke(lambda.arn("upper") + ":live", "hello").payload().asByteArray()))
        .isEqualTo("HELLO");
    assertThat(lambda.invocations("upper")).isEqualTo(3);
  }

  @Test
  void throwingFunctionIsAnUnhandledFunctionError() {
    InvokeResponse response = invoke("broken", "{}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.functionError()).isEqualTo("Unhandled");
    assertThat(response.payload().asUtf8String()).contains("no \\\"such\\\" thing");
  }

  @Test
  void throttledAndFailingServiceIsRefusedBeforeTheFunctionRuns() {
    lambda.register("counted", payload -> payload);
    lambda.throttleNext(1);
    lambda.failNext(1, 500);
    lambda.failNext(1, 502);
    assertThatThrownBy(() -> invoke("counted", "{}")).isInstanceOf(TooManyRequestsException.class);
    assertThatThrownBy(() -> invoke("counted", "{}")).isInstanceOf(ServiceException.class);
    assertThatThrownBy(() -> invoke("counted", "{}")).isInstanceOf(LambdaException.class);
    assertThat(lambda.invocations("counted")).isZero();
    assertThat(invoke("counted", "{}").functionError()).isNull();
  }

  @Test
  void unknownFunctionIsNotFound() {
    assertThatThrownBy(() -> invoke("nobody", "{}")).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void requestOfMoreThanSixMegabytesIsTooLarge() {
    assertThatThrownBy(() -> invoke("upper", " ".repeat(6 << 20 | 1)))
        .isInstanceOf(RequestTooLargeException.class);
  }

  @Test
  void slowFunctionRunsIntoTheClientsTimeout() {
    assertThatThrownBy(
            () ->
                client.invoke(
                    request ->
                        request
                            .functionName("slow")
                            .payload(SdkBytes.fromUtf8String("{}"))
                            .overrideConfiguration(
                                settings -> settings.apiCallTimeout(Duration.ofMillis(300)))))
        .isInstanceOfAny(ApiCallTimeoutException.class, ApiCallAttemptTimeoutException.class);
  }

  private static InvokeResponse invoke(String function, String payload) {
    return client.invoke(
        request -> request.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
