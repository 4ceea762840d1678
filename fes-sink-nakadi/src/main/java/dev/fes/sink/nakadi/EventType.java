package dev.fes.sink.nakadi;

import java.net.URI;

/** A Nakadi event type and where it is. */
record EventType(String name, URI baseUri) {

  URI events() {
    String base = baseUri.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "event-types/" + name + "/events");
  }
}
