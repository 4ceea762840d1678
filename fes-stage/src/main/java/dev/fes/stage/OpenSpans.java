package dev.fes.stage;

import dev.fes.api.event.Event;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens spans for events that carry a recorded trace.
 *
 * @param ended takes those that are over
 */
record OpenSpans(Consumer<Span> ended) {

  /** The event's span; null if its trace is not recorded, or it has none. */
  @Nullable Open open(Event event) {
    return TraceContext.parse(event.facts().traceparent())
        .filter(TraceContext::isRecorded)
        .map(parent -> new Open(event, parent, parent.child()))
        .orElse(null);
  }

  /** A span under way. */
  final class Open {

    private final Event event;
    private final TraceContext parent;
    private final TraceContext context;
    private final long start = now();

    private Open(Event event, TraceContext parent, TraceContext context) {
      this.event = event;
      this.parent = parent;
      this.context = context;
    }

    /** The event as it goes on, in this span. */
    Event event() {
      return new Event(
          event.key(),
          event.value(),
          event.facts().withTraceparent(context.toString()),
          event.fault(),
          event.replay());
    }

    void end() {
      end(null);
    }

    void end(@Nullable String error) {
      ended.accept(new Span(context, parent.spanId(), event.facts(), start, now(), error));
    }
  }

  private static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
