package dev.fes.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;

/** Events for tests: their value is their id. */
final class Events {

  private Events() {}

  static Event event(String id) {
    return event("key", id);
  }

  static Event event(String key, String id) {
    Facts facts = new Facts(id, "0/1", Operation.INSERT, "public.orders", 1_000_000, null);
    return new Event(key.getBytes(UTF_8), id.getBytes(UTF_8), facts);
  }

  static Event badOnArrival(String id) {
    return event(id).withFault(new Fault("source", "no image of column note", 1));
  }
}
