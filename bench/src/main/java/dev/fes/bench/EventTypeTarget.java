package dev.fes.bench;

import dev.fes.testbed.NakadiServer;
import dev.fes.testbed.Received;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A business event type of a Nakadi stand-in of its own, which checks every event as Nakadi does.
 */
record EventTypeTarget(NakadiServer nakadi, String name) implements Target {

  static EventTypeTarget open(String name) {
    NakadiServer nakadi = NakadiServer.open();
    nakadi.createEventType(name, "business");
    return new EventTypeTarget(nakadi, name);
  }

  URI baseUri() {
    return nakadi.baseUri();
  }

  @Override
  public long arrived() {
    return nakadi.items(name);
  }

  @Override
  public Map<Integer, Instant> arrivals() {
    Map<Integer, Instant> arrivals = new HashMap<>();
    for (Received event : nakadi.published(name)) {
      Mark.find(event.bytes(), number -> arrivals.putIfAbsent(number, event.arrivedAt()));
    }
    return arrivals;
  }

  @Override
  public void countOnly() {
    nakadi.forgetEvents();
  }

  @Override
  public void close() {
    nakadi.close();
  }
}
