package dev.fes.stage;

import dev.fes.api.event.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts changes and sends their events on, in order: several conversions may be under way, but
 * each waits for its turn to leave. A change is confirmed when all its events are durable in the
 * next topic.
 */
final class ConvertingLane implements Lane {

  private static final Logger LOG = LoggerFactory.getLogger(ConvertingLane.class);

  private final Arrivals arriving;
  private final Converter converter;
  private final TopicWriter output;
  private final BadEvents badEvents;
  private final StreamProgress progress;
  private final Patience patience;
  private final Deque<InFlight> window = new ArrayDeque<>();
  private final Map<InFlight, FutureTask<List<Event>>> conversions = new HashMap<>();

  ConvertingLane(
      Arrivals arriving,
      Converter converter,
      TopicWriter output,
      BadEvents badEvents,
      StreamProgress progress,
      Patience patience) {
    this.arriving = arriving;
    this.converter = converter;
    this.output = output;
    this.badEvents = badEvents;
    this.progress = progress;
    this.patience = patience;
  }

  @Override
  public void advance() throws InterruptedException {
    arriving.fill(window, converter.width());
    window.forEach(this::start);
    InFlight head = window.getFirst();
    FutureTask<List<Event>> conversion = conversions.remove(head);
    if (conversion == null) {
      throw new IllegalStateException("every change of the window has a conversion");
    }
    try {
      sendOn(head, conversion.get());
      window.removeFirst();
      patience.relieved(progress);
    } catch (ExecutionException e) {
      settleFailed(head, classify(head, Objects.requireNonNullElse(e.getCause(), e)));
    } catch (StageFailure tooLarge) {
      settleFailed(head, tooLarge.failure());
    }
  }

  private void start(InFlight next) {
    conversions.computeIfAbsent(
        next,
        started -> {
          FutureTask<List<Event>> conversion = new FutureTask<>(() -> convert(started));
          if (converter.width() == 1) {
            conversion.run();
          } else {
            Thread.startVirtualThread(conversion);
          }
          return conversion;
        });
  }

  private List<Event> convert(InFlight change) {
    change.tried();
    Failure fault = badEvents.faultOf(change.event());
    if (fault != null) {
      throw new StageFailure(fault);
    }
    long start = System.nanoTime();
    List<Event> events = converter.function().apply(List.of(change.event()));
    progress.worked(1, Duration.ofNanos(System.nanoTime() - start));
    return events;
  }

  private void sendOn(InFlight change, List<Event> events) {
    if (events.isEmpty()) {
      progress.filtered();
      change.confirm();
      return;
    }
    Countdown durable = new Countdown(events.size(), change::confirm);
    for (Event event : events) {
      output.send(
          event.withReplay(change.event().replay()),
          () -> {
            progress.published(event);
            durable.one();
          });
    }
  }

  private void settleFailed(InFlight change, Failure failure) throws InterruptedException {
    boolean bad = failure.kind() == Failure.Kind.BAD_EVENT;
    if (bad && badEvents.recover(change, failure)) {
      window.removeFirst();
      patience.relieved(progress);
    } else {
      if (bad) {
        patience.stands(change, failure, progress);
      } else {
        patience.tried(failure, progress);
      }
      conversions.values().removeIf(ConvertingLane::mayPassNow);
    }
  }

  /** What failed like the head has waited with it, and is tried again beside it. */
  private static boolean mayPassNow(FutureTask<List<Event>> conversion) {
    return conversion.state() == Future.State.FAILED
        && !(conversion.exceptionNow() instanceof StageFailure known
            && known.failure().kind() == Failure.Kind.BAD_EVENT);
  }

  private static Failure classify(InFlight change, Throwable thrown) {
    if (thrown instanceof StageFailure known) {
      return known.failure();
    }
    LOG.warn(
        "conversion of {} at {} failed unexpectedly",
        change.event().facts().table(),
        change.event().facts().position(),
        Wordless.of(thrown));
    return Failure.transientFailure(
        "unexpected", "the flow failed unexpectedly: " + thrown.getClass().getName());
  }
}
