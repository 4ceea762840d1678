package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import java.nio.ByteBuffer;
import java.util.List;

/** The body of a request: the events' bytes as they are, as an array. */
final class Body {

  private Body() {}

  /** How many of the first events fit into a request of that many bytes: one at least. */
  static int fitting(List<Event> events, long limit) {
    long bytes = 1;
    for (int i = 0; i < events.size(); i++) {
      bytes += events.get(i).value().length + 1;
      if (bytes > limit && i > 0) {
        return i;
      }
    }
    return events.size();
  }

  static byte[] of(List<Event> events) {
    ByteBuffer body =
        ByteBuffer.allocate(1 + events.stream().mapToInt(event -> event.value().length + 1).sum());
    byte next = '[';
    for (Event event : events) {
      body.put(next).put(event.value());
      next = ',';
    }
    return body.put((byte) ']').array();
  }
}
