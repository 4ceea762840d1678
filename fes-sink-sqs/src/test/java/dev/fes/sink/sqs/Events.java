package dev.fes.sink.sqs;

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
    return IntStream.range(0, count).mapToObj(n -> event(n, "orders")).toList();
  }

  static Event event(int n, String key) {
    return event(n, key, "{\"n\":" + n + "}");
  }

  static Event event(int n, String key, String json) {
    return event(n, key, json.getBytes(UTF_8));
  }

  static Event event(int n, String key, byte[] value) {
    Facts facts =
        new Facts(
            "id-" + n, "0/" + n, Operation.INSERT, "public.outbox", 1_795_362_243_123_456L, null);
    return new Event(key.getBytes(UTF_8), value, facts);
  }

  /** An event whose message has that many bytes, attributes included. */
  static Event sized(int n, int bytes) {
    int attributes = "fes-id".length() + "String".length() + ("id-" + n).length();
    return event(n, "orders", "{\"x\":\"" + "x".repeat(bytes - attributes - 8) + "\"}");
  }
}
