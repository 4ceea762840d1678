package dev.fes.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The HTTP side of the Nakadi stand-in: paths, tokens, flow ids and faults. */
final class NakadiApi implements HttpHandler, AutoCloseable {

  private static final String BEARER = "Bearer ";
  private static final String FLOW_ID = "X-Flow-Id";

  private final NakadiCatalog catalog;
  private final NakadiFaults faults;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Set<String> tokens = Set.of();
  private volatile boolean keepsEvents = true;

  NakadiApi(NakadiCatalog catalog, NakadiFaults faults) {
    this.catalog = catalog;
    this.faults = faults;
  }

  void acceptTokens(Set<String> accepted) {
    tokens = accepted;
  }

  void forgetEvents() {
    keepsEvents = false;
  }

  /** Lets go of every hanging request. */
  @Override
  public void close() {
    closed.countDown();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    String operation =
        exchange.getRequestMethod() + " " + path[0] + (path.length > 2 ? "/" + path[2] : "");
    String flowId = exchange.getRequestHeaders().getFirst(FLOW_ID);
    exchange
        .getResponseHeaders()
        .set(FLOW_ID, flowId != null ? flowId : UUID.randomUUID().toString());
    if (!operation.endsWith("/published") && !isAuthorised(exchange)) {
      LoopbackHttp.send(
          exchange,
          HttpAnswer.problem(
              401, "Unauthorized", "Full authentication is required to access this resource"));
      return;
    }
    switch (operation) {
      case "POST event-types" ->
          LoopbackHttp.send(exchange, catalog.create(LoopbackHttp.body(exchange)));
      case "GET event-types" -> LoopbackHttp.send(exchange, describe(path[path.length - 1]));
      case "GET event-types/published" -> list(exchange, path[1]);
      case "POST event-types/events" -> publish(exchange, path[1]);
      default ->
          LoopbackHttp.send(
              exchange, HttpAnswer.problem(404, "Not Found", "No such operation: " + operation));
    }
  }

  private void publish(HttpExchange exchange, String type) throws IOException {
    NakadiTopic topic = catalog.find(type);
    if (topic != null) {
      topic.posts.increment();
      topic.sawTrace(exchange.getRequestHeaders().getFirst("traceparent"));
    }
    switch (faults.next(type)) {
      case null -> LoopbackHttp.send(exchange, answer(exchange, type, null));
      case NakadiFault.ItemsFailed some ->
          LoopbackHttp.send(exchange, answer(exchange, type, some));
      case NakadiFault.Status(int code) ->
          LoopbackHttp.send(
              exchange, HttpAnswer.problem(code, "Programmed fault", "Try again later"));
      case NakadiFault.Garbage(int code) ->
          LoopbackHttp.send(exchange, HttpAnswer.of(code, "text/html", "<html>not Nakadi</html>"));
      case NakadiFault.Reset() -> exchange.close();
      case NakadiFault.LostAnswer() -> {
        answer(exchange, type, null);
        exchange.close();
      }
      case NakadiFault.Hang() -> {
        LoopbackHttp.body(exchange);
        pause(Duration.ofDays(1));
        exchange.close();
      }
      case NakadiFault.Delay(Duration duration) -> {
        HttpAnswer late = answer(exchange, type, null);
        pause(duration);
        LoopbackHttp.send(exchange, late);
      }
    }
  }

  private HttpAnswer answer(
      HttpExchange exchange, String type, NakadiFault.@Nullable ItemsFailed fault)
      throws IOException {
    NakadiTopic topic = catalog.find(type);
    if (topic == null) {
      return unknown(type);
    }
    byte[] body;
    try {
      body = LoopbackHttp.body(exchange);
    } catch (ZipException e) {
      return HttpAnswer.problem(400, "Bad Request", "The body is not gzip: " + e.getMessage());
    }
    if (!topic.mayWrite(token(exchange))) {
      return HttpAnswer.problem(403, "Forbidden", "Access on WRITE event-type:" + type + " denied");
    }
    return new NakadiPublishing(topic, exchange.getResponseHeaders().getFirst(FLOW_ID), keepsEvents)
        .publish(body, fault);
  }

  private HttpAnswer describe(String type) {
    NakadiTopic topic = catalog.find(type);
    return topic == null
        ? unknown(type)
        : new HttpAnswer(200, Map.of("Content-Type", "application/json"), topic.definition());
  }

  /** One event a line; a line break inside JSON is only white space. */
  private void list(HttpExchange exchange, String type) throws IOException {
    NakadiTopic topic = catalog.find(type);
    if (topic == null) {
      LoopbackHttp.send(exchange, unknown(type));
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    int from =
        query != null && query.matches("from=\\d{1,9}")
            ? Integer.parseInt(query.substring("from=".length()))
            : 0;
    exchange.getResponseHeaders().set("Content-Type", "application/x-json-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream lines = new BufferedOutputStream(exchange.getResponseBody())) {
      for (Received event : topic.published(from)) {
        lines.write(
            (event.text().replaceAll("[\r\n]+", " ") + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static HttpAnswer unknown(String type) {
    return HttpAnswer.problem(404, "Not Found", "EventType \"" + type + "\" does not exist.");
  }

  private boolean isAuthorised(HttpExchange exchange) {
    String token = token(exchange);
    return tokens.isEmpty() || token != null && tokens.contains(token);
  }

  private static @Nullable String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
  }

  private void pause(Duration duration) {
    try {
      closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
