package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.TraceContext;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * By what a request can be found elsewhere.
 *
 * @param flowId the same for the same batch, so that Nakadi's log can be searched for it
 * @param traceparent of the first event that has one, read and written anew, as a record may hold
 *     what no header takes: a request has a place for one trace only
 */
record Trail(String flowId, Optional<String> traceparent) {

  static Trail of(List<Event> events) {
    return new Trail(
        "fes-" + events.getFirst().facts().id().replaceAll("[^\\w.-]", "_"),
        events.stream()
            .flatMap(event -> TraceContext.parse(event.facts().traceparent()).stream())
            .map(TraceContext::toString)
            .findFirst());
  }

  void mark(HttpRequest.Builder request) {
    request.header("X-Flow-Id", flowId);
    traceparent.ifPresent(value -> request.header("traceparent", value));
  }
}
