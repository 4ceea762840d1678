package dev.fes.source.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for STS, and between a client and DynamoDB Local: remembers who assumed what, and with
 * whose credentials each call was signed.
 */
final class Wiretap implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");

  /** One call of DynamoDB, such as {@code DescribeStream}. */
  record Call(String action, String accessKey, String token) {}

  final List<String> assumed = new CopyOnWriteArrayList<>();
  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile boolean denying;

  Wiretap(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How long the credentials of a role are good from now on. */
  void credentialsLast(Duration duration) {
    lifetime = duration;
  }

  void denyRoles() {
    denying = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (action == null) {
      assume(exchange, new String(body, UTF_8));
    } else {
      calls.add(call(exchange, action.substring(action.indexOf('.') + 1)));
      forward(exchange, body);
    }
  }

  private void assume(HttpExchange exchange, String form) throws IOException {
    if (denying) {
      answer(exchange, 403, error());
    } else {
      assumed.add(form);
      answer(exchange, 200, credentials(assumed.size()));
    }
  }

  private static Call call(HttpExchange exchange, String action) {
    Matcher key = KEY.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
    String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
    return new Call(action, key.find() ? key.group(1) : "", token == null ? "" : token);
  }

  private void forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : List.of("X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date")) {
      request.header(header, exchange.getRequestHeaders().getFirst(header));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String credentials(int n) {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
    <AccessKeyId>ROLE%d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
    <SessionToken>token-%d</SessionToken><Expiration>%s</Expiration>\
    </Credentials></AssumeRoleResult></AssumeRoleResponse>\
    """
        .formatted(n, n, Instant.now().plus(lifetime));
  }

  private static String error() {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
    <Code>AccessDenied</Code><Message>User is not authorized to perform: sts:AssumeRole</Message>\
    </Error></ErrorResponse>\
    """;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
