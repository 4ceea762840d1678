package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink's publisher; each attempt to send an event is a span of its own. */
record TracedPublisher(Publisher target, OpenSpans spans) implements Publisher {

  @Override
  public int batchSize() {
    return target.batchSize();
  }

  @Override
  public int lanes() {
    return target.lanes();
  }

  @Override
  public boolean unordered() {
    return target.unordered();
  }

  @Override
  public BatchResult publish(List<Event> batch) throws InterruptedException {
    List<OpenSpans.@Nullable Open> open = new ArrayList<>(batch.size());
    List<Event> sent = new ArrayList<>(batch.size());
    for (Event event : batch) {
      OpenSpans.Open span = spans.open(event);
      open.add(span);
      sent.add(span == null ? event : span.event());
    }
    BatchResult result = target.publish(sent);
    for (int i = 0; i < open.size(); i++) {
      end(open.get(i), result.outcomes().get(i));
    }
    return result;
  }

  private static void end(OpenSpans.@Nullable Open span, Outcome outcome) {
    if (span == null) {
      return;
    }
    switch (outcome) {
      case Outcome.Accepted _ -> span.end();
      case Outcome.Refused(Failure failure) -> span.end(failure.message());
      case Outcome.Failed(Failure failure) -> span.end(failure.message());
      case Outcome.Unsent _ -> {}
    }
  }
}
