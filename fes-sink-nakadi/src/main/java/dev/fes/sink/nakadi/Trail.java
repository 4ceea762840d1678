package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * By what a request can be found elsewhere.
 *
 * @param flowId the same for the same batch, so that Nakadi's log can be searched for it
 * @param traceparent of the first event that has one: a request has a place for one trace only
 */
record Trail(String flowId, Optional<String> traceparent) {

  static Trail of(List<Event> events) {
    return new Trail(
        "fes-" + events.getFirst().facts().id().replaceAll("[^\\w.-]", "_"),
        events.stream()
            .map(event -> event.facts().traceparent())
            .filter(Objects::nonNull)
            .findFirst());
  }

  void mark(HttpRequest.Builder request) {
    request.header("X-Flow-Id", flowId);
    traceparent.ifPresent(value -> request.header("traceparent", value));
  }
}
