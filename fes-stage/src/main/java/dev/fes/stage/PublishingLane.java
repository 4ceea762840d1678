package dev.fes.stage;

import dev.fes.api.event.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events one batch after another: what was accepted is confirmed, what was refused is
 * recovered, what failed is sent again after a pause, and nothing of this lane moves past it.
 */
final class PublishingLane implements Lane {

  private static final Logger LOG = LoggerFactory.getLogger(PublishingLane.class);

  private final Arrivals arriving;
  private final Publisher publisher;
  private final BadEvents badEvents;
  private final StreamProgress progress;
  private final Patience patience;
  private final Deque<InFlight> pending = new ArrayDeque<>();
  private int limit;

  PublishingLane(
      Arrivals arriving,
      Publisher publisher,
      BadEvents badEvents,
      StreamProgress progress,
      Patience patience) {
    this.arriving = arriving;
    this.publisher = publisher;
    this.badEvents = badEvents;
    this.progress = progress;
    this.patience = patience;
    this.limit = publisher.batchSize();
  }

  @Override
  public void advance() throws InterruptedException {
    arriving.fill(pending, publisher.batchSize());
    List<InFlight> batch = nextBatch();
    if (batch.isEmpty()) {
      recoverHead();
    } else {
      settle(batch, publish(batch));
    }
  }

  /** The first events up to one that arrived bad: empty when that is the very first. */
  private List<InFlight> nextBatch() {
    List<InFlight> batch = new ArrayList<>(Math.min(limit, pending.size()));
    for (InFlight next : pending) {
      if (batch.size() == limit || badEvents.faultOf(next.event()) != null) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  private BatchResult publish(List<InFlight> batch) throws InterruptedException {
    List<Event> events = new ArrayList<>(batch.size());
    for (InFlight next : batch) {
      events.add(next.event());
    }
    long start = System.nanoTime();
    BatchResult result = answer(events);
    progress.worked(sent(result), Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private static int sent(BatchResult result) {
    return (int)
        result.outcomes().stream().filter(outcome -> !(outcome instanceof Outcome.Unsent)).count();
  }

  private BatchResult answer(List<Event> events) throws InterruptedException {
    try {
      return publisher.publish(events);
    } catch (RuntimeException e) {
      LOG.warn("publishing failed unexpectedly", Wordless.of(e));
      return BatchResult.failed(
          events.size(),
          Failure.transientFailure(
              "unexpected", "publishing failed unexpectedly: " + e.getClass().getName()));
    }
  }

  private void settle(List<InFlight> batch, BatchResult result) throws InterruptedException {
    Settling settling = new Settling();
    Iterator<InFlight> places = pending.iterator();
    for (int i = 0; i < batch.size(); i++) {
      if (settling.isSettled(places.next(), result.outcomes().get(i))) {
        places.remove();
      }
    }
    limit = settling.limit;
    rest(settling);
  }

  private void recoverHead() throws InterruptedException {
    InFlight bad = pending.getFirst();
    Failure failure = badEvents.faultOf(bad.event());
    bad.tried();
    if (failure == null || badEvents.recover(bad, failure)) {
      pending.removeFirst();
      patience.relieved(progress);
    } else {
      patience.stands(bad, failure, progress);
    }
  }

  private void rest(Settling settling) throws InterruptedException {
    Failure failure = settling.standing;
    if (settling.settled > 0) {
      patience.moved();
    }
    if (failure == null) {
      patience.relieved(progress);
    } else if (settling.blocking == null) {
      patience.tried(failure, progress);
    } else {
      patience.stands(settling.blocking, failure, progress);
    }
  }

  /**
   * One pass over a batch's outcomes: which events are done, how far the next batch may reach,
   * whether to wait.
   */
  private final class Settling {

    private int limit = publisher.batchSize();
    private int kept;
    private int settled;
    private @Nullable Failure standing;
    private @Nullable InFlight blocking;

    private boolean isSettled(InFlight event, Outcome outcome) {
      if (!(outcome instanceof Outcome.Unsent)) {
        event.tried();
      }
      boolean done =
          switch (outcome) {
            case Outcome.Accepted _ -> accepted(event);
            case Outcome.Refused(Failure failure) ->
                badEvents.recover(event, failure) || stopBefore(event, failure);
            case Outcome.Failed(Failure failure) -> stand(failure);
            case Outcome.Unsent _ -> false;
          };
      kept += done ? 0 : 1;
      settled += done ? 1 : 0;
      return done;
    }

    private boolean accepted(InFlight event) {
      progress.published(event.event());
      event.confirm();
      return true;
    }

    /**
     * What stands before an event that blocks is published first, without it; then it is tried
     * alone.
     */
    private boolean stopBefore(InFlight event, Failure failure) {
      limit = Math.min(limit, Math.max(1, kept));
      if (kept == 0) {
        blocking = event;
        stand(failure);
      }
      return false;
    }

    private boolean stand(Failure failure) {
      standing = standing == null ? failure : standing;
      return false;
    }
  }
}
