package dev.fes.flow.lambda;

import static dev.fes.flow.lambda.Changes.ID;
import static dev.fes.flow.lambda.Changes.change;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.Failure.Kind;
import dev.fes.stage.StageFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;

class LambdaFunctionTest {

  private static final String ARN =
      "arn:aws:lambda:eu-central-1:000000000000:function:convert:live";
  private static final String ERROR =
      "{\"errorMessage\":\"no such\\norder\",\"errorType\":\"NotFound\",\"trace\":[]}";

  private LambdaStub lambda;
  private LambdaClient client;

  @BeforeEach
  void open() throws IOException {
    lambda = new LambdaStub();
    client = client(lambda.uri(), Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    client.close();
    lambda.close();
  }

  @Test
  void isGivenTheChangeAsItIsAndItsIdBesides() {
    lambda.returns("{\"a\": 1}");
    String change = "{ \"n\":1e400,\"t\":\"ü\"}";

    assertThat(answer(change(change))).asString(UTF_8).isEqualTo("{\"a\": 1}");
    LambdaStub.Call call = lambda.calls.getFirst();
    assertThat(call.payload()).asString(UTF_8).isEqualTo(change);
    assertThat(call.path()).isEqualTo("/2015-03-31/functions/" + ARN + "/invocations");
    assertThat(Base64.getDecoder().decode(call.context()))
        .asString(UTF_8)
        .isEqualTo("{\"custom\":{\"fes-id\":\"" + ID + "\"}}");
  }

  @Test
  void mayReturnNothing() {
    lambda.returns("");

    assertThat(answer(change("{}"))).isEmpty();
  }

  @Test
  void isCalledAgainAfterItFailed() {
    lambda.fails(ERROR).fails(ERROR).returns("{}");

    assertThat(answer(change("{}"))).asString(UTF_8).isEqualTo("{}");
  }

  @Test
  void makesAChangeBadWhenItKeepsFailing() {
    lambda.fails(ERROR).fails(ERROR).fails(ERROR);

    assertThat(failure(change("{}")))
        .isEqualTo(
            Failure.badEvent(
                "function-error",
                "Lambda function convert:live failed 3 times for the change of public.orders"
                    + " at 0/16B3748 (NotFound: no such order)"));
    assertThat(lambda.calls).hasSize(LambdaFunction.ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "<html>", "{\"errorMessage\":{}}"})
  void mayFailWithoutWords(String error) {
    lambda.fails(error).fails(error).fails(error);

    assertThat(failure(change("{}")).kind()).isEqualTo(Kind.BAD_EVENT);
  }

  @Test
  void saysNoMoreThanALineOfItsError() {
    String error = "{\"errorMessage\":\"" + "x".repeat(10_000) + "\"}";
    lambda.fails(error).fails(error).fails(error);

    assertThat(failure(change("{}")).message()).hasSizeLessThan(500).contains("xxx…");
  }

  @Test
  void isNotCalledForAChangeThatLambdaWouldNotTake() {
    Failure failure = failure(change(new byte[LambdaFunction.MOST_BYTES + 1]));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_EVENT);
    assertThat(failure.message()).contains("6,291,456 bytes");
    assertThat(lambda.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException, TRANSIENT, throttled",
    "500, ServiceException, TRANSIENT, lambda-error",
    "502, EC2ThrottledException, TRANSIENT, lambda-error",
    "502, EC2UnexpectedException, TRANSIENT, lambda-error",
    "502, ENILimitReachedException, TRANSIENT, lambda-error",
    "502, SubnetIPAddressLimitReachedException, TRANSIENT, lambda-error",
    "502, ResourceNotReadyException, TRANSIENT, function-not-ready",
    "409, ResourceConflictException, TRANSIENT, function-not-ready",
    "408, EFSMountTimeoutException, TRANSIENT, function-not-ready",
    "403, ExpiredTokenException, TRANSIENT, credentials-expired",
    "502, KMSDisabledException, MISCONFIGURED, function-unusable",
    "502, EC2AccessDeniedException, MISCONFIGURED, function-unusable",
    "404, ResourceNotFoundException, MISCONFIGURED, function-missing",
    "403, AccessDeniedException, MISCONFIGURED, access-denied",
    "403, UnrecognizedClientException, MISCONFIGURED, credentials-refused",
    "403, InvalidSignatureException, MISCONFIGURED, credentials-refused",
    "404, UnknownOperationException, MISCONFIGURED, wrong-endpoint",
    "400, InvalidParameterValueException, MISCONFIGURED, call-refused",
    "415, UnsupportedMediaTypeException, MISCONFIGURED, call-refused",
    "400, InvalidRequestContentException, BAD_EVENT, refused",
    "413, RequestTooLargeException, BAD_EVENT, too-large",
    "413, RequestEntityTooLargeException, BAD_EVENT, too-large"
  })
  void whatLambdaRefusesIsToldApart(int status, String code, Kind kind, String reason) {
    lambda.refusesWith(status, code);

    Failure failure = failure(change("{}"));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).startsWith("Lambda function convert:live ");
    assertThat(lambda.calls).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "503, TRANSIENT, http-503",
    "429, TRANSIENT, http-429",
    "404, MISCONFIGURED, http-404",
    "413, BAD_EVENT, too-large"
  })
  void whatSomethingElseRefusesIsToldApart(int status, Kind kind, String reason) {
    lambda.answers(status, Map.of(), "<html>");

    Failure failure = failure(change("{}"));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>"})
  void anAnswerThatIsNotLambdasIsNeverTaken(String answer) {
    lambda.answers(200, Map.of(), answer);

    assertThat(failure(change("{}")).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]"})
  void jsonWithoutLambdasMarkIsAnEmulatorsAnswer(String answer) {
    lambda.answers(200, Map.of(), answer);

    assertThat(answer(change("{}"))).asString(UTF_8).isEqualTo(answer);
  }

  @Test
  void aTimeOutPasses() {
    lambda.hangs();
    client.close();
    client = client(lambda.uri(), Duration.ofMillis(300));

    assertThat(failure(change("{}")).reason()).isEqualTo("timeout");
  }

  @Test
  void aRefusedConnectionPasses() {
    lambda.close();

    assertThat(failure(change("{}")).reason()).isEqualTo("connection-refused");
  }

  private byte[] answer(Event change) {
    return new LambdaFunction(
            client,
            new Flow.AwsLambdaConversion(ARN),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
        .answerTo(change);
  }

  private Failure failure(Event change) {
    return catchThrowableOfType(StageFailure.class, () -> answer(change)).failure();
  }

  private static LambdaClient client(URI endpoint, Duration timeout) {
    return LambdaClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            settings ->
                settings.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallTimeout(timeout))
        .build();
  }
}
