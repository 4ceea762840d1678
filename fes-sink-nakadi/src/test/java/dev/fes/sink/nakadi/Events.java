package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import java.util.List;
import java.util.stream.IntStream;

/** Events as a flow makes them. */
final class Events {

  private Events() {}

  static List<Event> several(int count) {
    return IntStream.range(0, count).mapToObj(Events::good).toList();
  }

  static Event good(int n) {
    return event(n, "{\"metadata\":{\"eid\":\"" + n + "\"},\"n\":" + n + "}");
  }

  static Event bad(int n) {
    return event(n, "{\"metadata\":{\"eid\":\"" + n + "\"},\"bad\":true}");
  }

  static Event hidden(int n) {
    return event(n, "{\"metadata\":{\"eid\":\"" + n + "\"},\"hidden\":true}");
  }

  static Event sized(int n, int bytes) {
    String start = "{\"metadata\":{\"eid\":\"" + n + "\"},\"x\":\"";
    return event(n, start + "x".repeat(bytes - start.length() - 2) + "\"}");
  }

  static Event traced(int n, String traceparent) {
    Event event = good(n);
    return new Event(event.key(), event.value(), event.facts().withTraceparent(traceparent));
  }

  static Event event(int n, String json) {
    return new Event(
        "orders".getBytes(UTF_8),
        json.getBytes(UTF_8),
        new Facts(
            "id-" + n, "0/" + n, Operation.INSERT, "public.outbox", 1_795_362_243_123_456L, null));
  }
}
