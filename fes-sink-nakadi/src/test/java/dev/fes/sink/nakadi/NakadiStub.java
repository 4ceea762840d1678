package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The publishing API of one event type, as the table of its measured behaviour has it: an item with
 * {@code bad} fails validation, one with {@code hidden} makes the whole batch a 400 although its
 * metadata is whole.
 */
final class NakadiStub implements AutoCloseable {

  static final int LARGEST_EVENT = 999_000;

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Scripted> scripted = new ConcurrentLinkedQueue<>();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<JsonNode> stored = new CopyOnWriteArrayList<>();
  int largestBody = Integer.MAX_VALUE;

  /** Whether the type is one of the category undefined: it asks for no metadata. */
  boolean undefined;

  /** Whether a gateway on the way makes every body one that cannot be read. */
  boolean garbled;

  record Request(String path, Map<String, List<String>> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private record Scripted(int status, String body, Map<String, String> headers) {}

  NakadiStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next request is answered like this, whatever it holds. */
  NakadiStub answers(int status, String body) {
    return answers(status, body, Map.of());
  }

  NakadiStub answers(int status, String body, Map<String, String> headers) {
    scripted.add(new Scripted(status, body, headers));
    return this;
  }

  /** The next request gets no answer for as long as the server lives. */
  NakadiStub hangs() {
    return answers(-1, "");
  }

  List<String> eids() {
    return stored.stream().map(item -> item.at("/metadata/eid").asString()).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream in = exchange.getRequestBody();
      byte[] body = (zipped ? new GZIPInputStream(in) : in).readAllBytes();
      requests.add(
          new Request(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
      Scripted script = scripted.poll();
      send(exchange, script == null ? judge(body) : script);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, Scripted answer)
      throws IOException, InterruptedException {
    if (answer.status < 0) {
      closed.await();
    }
    byte[] body = answer.body.getBytes(UTF_8);
    answer.headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private Scripted judge(byte[] body) {
    if (body.length > largestBody) {
      return new Scripted(413, "<html>too large</html>", Map.of());
    }
    if (garbled) {
      return problem(400, "broken JSON");
    }
    try {
      JsonNode items = JsonMapper.shared().readTree(body);
      if (items.valueStream().anyMatch(item -> item.has("hidden") || lacksId(item))) {
        return problem(400, "metadata is missing");
      }
      return judge(items);
    } catch (JacksonException e) {
      return problem(400, "broken JSON");
    }
  }

  private boolean lacksId(JsonNode item) {
    return !undefined && !item.at("/metadata/eid").isString();
  }

  private Scripted judge(JsonNode items) {
    List<String> responses = new ArrayList<>();
    boolean failed = false;
    for (JsonNode item : items) {
      boolean fails =
          !failed && (item.has("bad") || item.toString().getBytes(UTF_8).length > LARGEST_EVENT);
      failed |= fails;
      responses.add(
          item(fails ? "failed" : "aborted", fails ? "validating" : "none", fails ? "is bad" : ""));
    }
    if (failed) {
      return new Scripted(422, responses.toString(), Map.of());
    }
    items.forEach(stored::add);
    return new Scripted(200, "", Map.of());
  }

  static String item(String status, String step, String detail) {
    return "{\"publishing_status\":\"%s\",\"step\":\"%s\",\"detail\":\"%s\",\"eid\":\"x\",\"partition\":null}"
        .formatted(status, step, detail);
  }

  static Scripted problem(int status, String detail) {
    return new Scripted(status, problem(detail), Map.of());
  }

  static String problem(String detail) {
    return "{\"type\":\"about:blank\",\"title\":\"Problem\",\"status\":400,\"detail\":\""
        + detail
        + "\"}";
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
