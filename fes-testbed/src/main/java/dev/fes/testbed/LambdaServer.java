package dev.fes.testbed;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stand-in for AWS Lambda's Invoke API whose functions are Java functions. */
public final class LambdaServer implements AutoCloseable {

  private static final Pattern INVOCATION =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
  private static final Pattern ARN =
      Pattern.compile(
          "(?:arn:aws[^:]*:lambda:[^:]*:)?(?:[^:]*:function:)?([A-Za-z0-9_-]+)(?::[^:]*)?");

  private static final int MOST_BYTES = 6_291_455;

  private record Registered(
      Function<byte[], byte[]> code, Duration delay, AtomicLong invocations) {}

  private final Map<String, Registered> functions = new ConcurrentHashMap<>();
  private final Queue<HttpAnswer> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LoopbackHttp http = LoopbackHttp.start(this::handle);

  private LambdaServer() {}

  public static LambdaServer open() {
    return new LambdaServer();
  }

  public URI endpoint() {
    return http.uri();
  }

  public String arn(String function) {
    return "arn:aws:lambda:" + AwsAccess.REGION.id() + ":000000000000:function:" + function;
  }

  /**
   * A function that throws is a function that failed: the call succeeds with X-Amz-Function-Error.
   */
  public void register(String function, Function<byte[], byte[]> code) {
    register(function, Duration.ZERO, code);
  }

  public void register(String function, Duration delay, Function<byte[], byte[]> code) {
    functions.put(function, new Registered(code, delay, new AtomicLong()));
  }

  /** The next calls are refused as too many. */
  public void throttleNext(int calls) {
    refuseNext(calls, error(429, "TooManyRequestsException", "Rate Exceeded."));
  }

  /** The next calls fail in the service itself, not in the function. */
  public void failNext(int calls, int status) {
    refuseNext(
        calls,
        error(
            status, "ServiceException", "An error occurred and the request cannot be processed."));
  }

  /** Runs of the function; refused calls are none. */
  public long invocations(String function) {
    Registered registered = functions.get(function);
    return registered == null ? 0 : registered.invocations().get();
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }

  private void refuseNext(int calls, HttpAnswer answer) {
    for (int call = 0; call < calls; call++) {
      failures.add(answer);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] payload = LoopbackHttp.body(exchange);
    Matcher path = INVOCATION.matcher(exchange.getRequestURI().getRawPath());
    if (!exchange.getRequestMethod().equals("POST") || !path.matches()) {
      LoopbackHttp.send(exchange, error(404, "UnknownOperationException", "Only Invoke is here"));
      return;
    }
    if (payload.length > MOST_BYTES) {
      LoopbackHttp.send(
          exchange,
          error(413, "RequestTooLargeException", "Request must be smaller than 6291456 bytes"));
      return;
    }
    HttpAnswer refusal = failures.poll();
    LoopbackHttp.send(exchange, refusal != null ? refusal : invoke(name(path.group(1)), payload));
  }

  private HttpAnswer invoke(String name, byte[] payload) {
    Registered function = functions.get(name);
    if (function == null) {
      return error(404, "ResourceNotFoundException", "Function not found: " + arn(name));
    }
    function.invocations().incrementAndGet();
    pause(function.delay());
    try {
      return new HttpAnswer(
          200,
          Map.of("Content-Type", "application/json", "X-Amz-Executed-Version", "$LATEST"),
          function.code().apply(payload));
    } catch (RuntimeException e) {
      String body =
          "{\"errorMessage\":%s,\"errorType\":%s}"
              .formatted(
                  Json.quote(String.valueOf(e.getMessage())), Json.quote(e.getClass().getName()));
      return new HttpAnswer(
          200, Map.of("X-Amz-Function-Error", "Unhandled"), body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String name(String nameOrArn) {
    String decoded = URLDecoder.decode(nameOrArn, StandardCharsets.UTF_8);
    Matcher matcher = ARN.matcher(decoded);
    return matcher.matches() ? matcher.group(1) : decoded;
  }

  private static HttpAnswer error(int status, String type, String message) {
    String body =
        "{\"Type\":\"%s\",\"message\":%s}"
            .formatted(status < 500 ? "User" : "Service", Json.quote(message));
    return new HttpAnswer(
        status,
        Map.of("Content-Type", "application/json", "x-amzn-ErrorType", type),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private void pause(Duration delay) {
    if (delay.isPositive()) {
      try {
        closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
