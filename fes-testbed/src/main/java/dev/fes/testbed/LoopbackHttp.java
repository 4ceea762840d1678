package dev.fes.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** The JDK's HTTP server on the loopback address, with a virtual thread for each request. */
final class LoopbackHttp implements AutoCloseable {

  private static final int NO_BODY = -1;

  static {
    // Read once, when the JDK's server is first used: without it answers wait 40 ms for the
    // client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LoopbackHttp(HttpServer server) {
    this.server = server;
  }

  static LoopbackHttp start(HttpHandler handler) {
    try {
      LoopbackHttp http =
          new LoopbackHttp(
              HttpServer.create(new InetSocketAddress("127.0.0.1", FreePort.next()), 0));
      http.server.createContext("/", handler);
      http.server.setExecutor(http.threads);
      http.server.start();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start an HTTP server", e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped =
        "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body =
        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return body.readAllBytes();
    }
  }

  static void send(HttpExchange exchange, HttpAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? NO_BODY : answer.body().length);
    if (answer.body().length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
