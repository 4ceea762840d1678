package dev.fes.stage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Spans as OTLP's request in JSON has them. */
record OtlpJson(StageSettings stage) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int INTERNAL = 1;
  private static final int CLIENT = 3;
  private static final int PRODUCER = 4;
  private static final int ERROR = 2;

  byte[] of(List<Span> spans) {
    return JSON.writeValueAsBytes(
        Map.of(
            "resourceSpans",
            List.of(
                Map.of(
                    "resource",
                    Map.of("attributes", resource()),
                    "scopeSpans",
                    List.of(
                        Map.of(
                            "scope",
                            Map.of("name", "dev.fes.stage"),
                            "spans",
                            spans.stream().map(this::span).toList()))))));
  }

  private List<Map<String, Object>> resource() {
    return List.of(
        attribute("service.name", "fes-" + stage.name()),
        attribute("service.namespace", stage.namespace()),
        attribute("application_id", stage.applicationId()),
        attribute("resource", stage.resource()),
        attribute("stream", stage.stream()));
  }

  private Map<String, Object> span(Span span) {
    Map<String, Object> written = new TreeMap<>();
    written.put("traceId", span.context().traceId());
    written.put("spanId", span.context().spanId());
    written.put("parentSpanId", span.parentId());
    written.put("name", stage.name() + " " + stage.stream());
    written.put("kind", kind());
    written.put("startTimeUnixNano", Long.toString(span.startNanos()));
    written.put("endTimeUnixNano", Long.toString(span.endNanos()));
    written.put(
        "attributes",
        List.of(
            attribute("fes.id", span.facts().id()),
            attribute("fes.position", span.facts().position()),
            attribute("fes.table", span.facts().table())));
    if (span.error() != null) {
      written.put("status", Map.of("code", ERROR, "message", span.error()));
    }
    return written;
  }

  private int kind() {
    return switch (stage.name()) {
      case "source" -> PRODUCER;
      case "flow" -> INTERNAL;
      default -> CLIENT;
    };
  }

  private static Map<String, Object> attribute(String key, String value) {
    return Map.of("key", key, "value", Map.of("stringValue", value));
  }
}
