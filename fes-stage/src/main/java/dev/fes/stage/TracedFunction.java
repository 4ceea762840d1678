package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.List;
import java.util.function.Function;

/** A flow's function, which is given one change at a time. */
record TracedFunction(Function<List<Event>, List<Event>> function, OpenSpans spans) {

  List<Event> apply(List<Event> change) {
    OpenSpans.Open span = spans.open(change.getFirst());
    if (span == null) {
      return function.apply(change);
    }
    try {
      List<Event> events = function.apply(List.of(span.event()));
      span.end();
      return events;
    } catch (RuntimeException e) {
      span.end(String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
