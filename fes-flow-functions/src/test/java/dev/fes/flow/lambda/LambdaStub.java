package dev.fes.flow.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Answers calls of Lambda's Invoke API by script. */
final class LambdaStub implements AutoCloseable {

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Scripted> scripted = new ConcurrentLinkedQueue<>();
  final List<Call> calls = new CopyOnWriteArrayList<>();

  record Call(String path, String context, byte[] payload) {}

  private record Scripted(int status, Map<String, String> headers, String body) {}

  LambdaStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  LambdaStub returns(String answer) {
    return answers(200, Map.of("X-Amz-Executed-Version", "$LATEST"), answer);
  }

  LambdaStub fails(String error) {
    return answers(
        200,
        Map.of("X-Amz-Executed-Version", "$LATEST", "X-Amz-Function-Error", "Unhandled"),
        error);
  }

  LambdaStub refusesWith(int status, String code) {
    return answers(
        status, Map.of("x-amzn-ErrorType", code), "{\"Type\":\"User\",\"message\":\"words\"}");
  }

  LambdaStub answers(int status, Map<String, String> headers, String body) {
    scripted.add(new Scripted(status, headers, body));
    return this;
  }

  LambdaStub hangs() {
    return answers(-1, Map.of(), "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(
          new Call(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("X-Amz-Client-Context"),
              exchange.getRequestBody().readAllBytes()));
      Scripted answer = scripted.remove();
      if (answer.status < 0) {
        closed.await();
      }
      byte[] body = answer.body.getBytes(UTF_8);
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
