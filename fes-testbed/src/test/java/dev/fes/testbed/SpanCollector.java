package dev.fes.testbed;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes spans by OTLP over HTTP, in JSON. */
final class SpanCollector implements AutoCloseable {

  private static final String PATH = "/v1/traces";

  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private final LoopbackHttp http = LoopbackHttp.start(this::take);

  /**
   * One span.
   *
   * @param service the stage that it is of
   */
  record Received(String service, String stream, JsonNode span) {

    String id() {
      return span.path("spanId").asString();
    }

    String parent() {
      return span.path("parentSpanId").asString();
    }
  }

  static SpanCollector open() {
    return new SpanCollector();
  }

  URI endpoint() {
    return http.uri().resolve(PATH);
  }

  List<Received> of(String traceId) {
    return spans.stream()
        .filter(received -> received.span().path("traceId").asString().equals(traceId))
        .toList();
  }

  @Override
  public void close() {
    http.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    JsonNode request = JsonMapper.shared().readTree(LoopbackHttp.body(exchange));
    request.path("resourceSpans").valueStream().flatMap(SpanCollector::spans).forEach(spans::add);
    LoopbackHttp.send(exchange, HttpAnswer.json(200, "{}"));
  }

  private static Stream<Received> spans(JsonNode resource) {
    JsonNode attributes = resource.at("/resource/attributes");
    return resource
        .path("scopeSpans")
        .valueStream()
        .flatMap(scope -> scope.path("spans").valueStream())
        .map(
            span ->
                new Received(
                    attribute(attributes, "service.name"), attribute(attributes, "stream"), span));
  }

  private static String attribute(JsonNode attributes, String key) {
    return attributes
        .valueStream()
        .filter(attribute -> attribute.path("key").asString().equals(key))
        .map(attribute -> attribute.at("/value/stringValue").asString())
        .findFirst()
        .orElse("");
  }
}
