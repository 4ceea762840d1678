package dev.fes.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes whatever is posted and answers 200: the server of the Nakadi stand-in without the checks of
 * Nakadi, for an entrant that does not speak its language.
 */
final class WebTarget implements Target {

  private static final int NO_BODY = -1;

  static {
    // as in the testbed: without it answers wait 40 ms for the client's acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder events = new LongAdder();
  private final Map<Integer, Instant> arrivals = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean keeps = true;

  private WebTarget(HttpServer server) {
    this.server = server;
  }

  static WebTarget open() {
    try {
      WebTarget target =
          new WebTarget(
              HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
      target.server.createContext("/", target::take);
      target.server.setExecutor(target.threads);
      target.server.start();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start an HTTP server", e);
    }
  }

  @Override
  public String name() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public long arrived() {
    return events.sum();
  }

  @Override
  public Map<Integer, Instant> arrivals() {
    return Map.copyOf(arrivals);
  }

  @Override
  public void countOnly() {
    keeps = false;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Instant now = Instant.now();
    Mark.find(
        body,
        number -> {
          if (keeps) {
            arrivals.putIfAbsent(number, now);
          }
          events.increment();
        });
    exchange.sendResponseHeaders(200, NO_BODY);
    exchange.close();
  }
}
