package dev.fes.stage;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How many events one batch of a source brings to each of its event streams, and how long it took
 * to send them on. For one thread.
 */
public final class BatchTally {

  private final Map<StreamProgress, Integer> sent = new IdentityHashMap<>();
  private long start;

  public void begin() {
    sent.clear();
    start = System.nanoTime();
  }

  public void sent(StreamProgress stream) {
    sent.merge(stream, 1, Integer::sum);
  }

  public void end() {
    if (!sent.isEmpty()) {
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      sent.forEach((stream, events) -> stream.worked(events, time));
    }
  }
}
