package dev.fes.controller.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fes.controller.letters.Job;
import dev.fes.controller.letters.Letter;
import dev.fes.controller.letters.LetterAction;
import dev.fes.controller.letters.LetterState;
import dev.fes.controller.letters.Page;
import dev.fes.controller.ops.StreamsEndpoint.Done;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.plan.TestInstallation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the dashboard's files as they are, and {@link SampleAnswers}: what the page makes of
 * states that are hard to bring about. Its one token is {@link #TOKEN}.
 */
final class SampleController implements AutoCloseable {

  static final String TOKEN = "a-token-that-is-known";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css",
          "js", "text/javascript",
          "svg", "image/svg+xml");

  private static final Instant THEN = Instant.parse("2026-11-27T09:00:00Z");

  private static final Job.View REPLAY =
      new Job.View("1", LetterAction.REPLAY, "somebody", "running", 1, 0, 0, null, THEN, null);

  private static final StreamPlanner PLANNER = StreamPlanner.of(TestInstallation.read());

  private final HttpServer server;
  private final LongFunction<Object> streams;
  private final AtomicLong tick = new AtomicLong();

  /** Letters that were discarded by somebody else. */
  final Set<Long> discarded = ConcurrentHashMap.newKeySet();

  /** The last job with letters, if there was one. */
  private volatile Job.View job;

  /** How long it takes to do what is asked for. */
  volatile Duration work = Duration.ZERO;

  /** What was asked for with the right token. */
  final List<String> posted = new CopyOnWriteArrayList<>();

  SampleController(LongFunction<Object> streams) throws IOException {
    this.streams = streams;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** One with five event streams, of which one is blocked and one cannot be reached. */
  static SampleController withFive() throws IOException {
    return new SampleController(tick -> new SampleAnswers(tick).five());
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** How often all streams were asked for. */
  long asked() {
    return tick.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getResponseHeaders().add("Content-Security-Policy", DashboardHeaders.POLICY);
    if (path.startsWith("/actuator/")) {
      endpoint(exchange, path);
    } else {
      file(exchange, path.equals("/") ? "/index.html" : path);
    }
    exchange.close();
  }

  private void endpoint(HttpExchange exchange, String path) throws IOException {
    boolean post = exchange.getRequestMethod().equals("POST");
    if (path.equals("/actuator/streams")) {
      json(exchange, 200, streams.apply(tick.incrementAndGet()));
    } else if (path.startsWith("/actuator/streams/") && !post) {
      json(
          exchange,
          200,
          new SampleAnswers(tick.incrementAndGet()).with(job).whole(path.split("/")[4]));
    } else if (path.equals("/actuator/validate")) {
      json(
          exchange,
          200,
          Validation.of(read(exchange), resources -> PLANNER.plan(resources, List.of())));
    } else {
      guarded(exchange, post);
    }
  }

  private void guarded(HttpExchange exchange, boolean post) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given == null) {
      json(exchange, 401, Map.of("error", "no token was sent: this needs one"));
    } else if (!given.equals("Bearer " + TOKEN)) {
      json(exchange, 403, Map.of("error", "this token may not do that"));
    } else if (post) {
      LockSupport.parkNanos(work.toNanos());
      posted.add(read(exchange));
      done(exchange, exchange.getRequestURI().getPath());
    } else {
      String query = exchange.getRequestURI().getQuery();
      json(exchange, 200, letters(query.contains("payload=true")));
    }
  }

  private void done(HttpExchange exchange, String path) throws IOException {
    if (path.startsWith("/actuator/deadletters/")) {
      job = REPLAY;
      json(exchange, 202, REPLAY);
    } else {
      boolean isPreview = path.equals("/actuator/preview");
      json(exchange, 200, isPreview ? SampleAnswers.preview() : new Done("as was asked"));
    }
  }

  /** The job is over, and this letter is decided. */
  void ends(long letter) {
    discarded.add(letter);
    job = new Job.View("1", LetterAction.REPLAY, "somebody", "done", 1, 1, 0, null, THEN, THEN);
  }

  private Page letters(boolean withPayload) {
    return new Page(List.of(letter(0, withPayload), letter(1, withPayload)), null, null);
  }

  private Letter letter(long offset, boolean withPayload) {
    return new Letter(
        offset,
        SampleAnswers.BLOCKING,
        "0/1B95DD0",
        "42",
        "sink",
        SampleAnswers.HOSTILE,
        3,
        null,
        THEN,
        discarded.contains(offset) ? LetterState.DISCARDED : LetterState.KEPT,
        withPayload ? "{\"html\": \"<b>bold</b>\"}" : null,
        false,
        23);
  }

  private static void file(HttpExchange exchange, String path) throws IOException {
    String resource =
        path.startsWith("/webjars/") ? "/META-INF/resources" + path : "/static" + path;
    try (InputStream in = SampleController.class.getResourceAsStream(resource)) {
      if (in == null) {
        send(exchange, 404, "text/plain", new byte[0]);
      } else {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain");
        send(exchange, 200, type, in.readAllBytes());
      }
    }
  }

  private static String read(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void json(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
