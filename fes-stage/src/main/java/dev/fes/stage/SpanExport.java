package dev.fes.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector by OTLP over HTTP, beside the events: none waits for it, and what it
 * does not take in time is dropped. No functional type: as a bean it would be taken for a function
 * of the stage and bound to a topic.
 */
final class SpanExport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);
  private static final int MOST_WAITING = 4_096;
  private static final int MOST_AT_ONCE = 512;
  private static final Duration COLLECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final URI endpoint;
  private final OtlpJson json;
  private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Thread thread;
  private volatile boolean closing;
  private boolean hindered;

  SpanExport(URI endpoint, StageSettings stage) {
    this.endpoint = endpoint;
    this.json = new OtlpJson(stage);
    this.thread = Thread.ofVirtual().name("spans").start(this::run);
  }

  void export(Span ended) {
    boolean _ = waiting.offer(ended);
  }

  /** What is waiting is sent, once. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      boolean _ = thread.join(ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }

  private void run() {
    while (!closing) {
      try {
        collect();
      } catch (InterruptedException e) {
        LOG.debug("the stage ends");
      }
    }
    sendRest();
  }

  private void collect() throws InterruptedException {
    Span first = waiting.take();
    List<Span> batch = new ArrayList<>(List.of(first));
    try {
      Thread.sleep(COLLECT);
    } finally {
      waiting.drainTo(batch, MOST_AT_ONCE);
      send(batch);
    }
  }

  private void sendRest() {
    List<Span> rest = new ArrayList<>();
    waiting.drainTo(rest);
    try {
      if (!rest.isEmpty()) {
        send(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<Span> batch) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.of(batch)))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      tell(status < 300 ? "" : "HTTP " + status);
    } catch (IOException e) {
      tell(e.toString());
    }
  }

  /** Once, and not for each request. */
  private void tell(String problem) {
    if (!hindered && !problem.isEmpty()) {
      LOG.warn("the collector at {} takes no spans, which are dropped: {}", endpoint, problem);
    }
    hindered = !problem.isEmpty();
  }
}
