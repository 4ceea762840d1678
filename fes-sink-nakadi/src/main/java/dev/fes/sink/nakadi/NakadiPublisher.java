package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Publishes batches to a Nakadi event type, in order. An event counts as accepted when Nakadi has
 * answered that the whole batch is stored (200), or that this event and all before it are (207);
 * nothing else moves the offset, which {@code InFlight#confirm} does right after. After a broker's
 * failure everything from the first failed event on is sent again, so consumers may see an event
 * twice, with the same {@code eid}, and the last copies are in commit order.
 *
 * <p>Nakadi names at most one bad event of a batch (422), and none at all when it rejects the batch
 * (400). Then the culprit is looked for here, and if it cannot be seen, by a {@link Search}.
 *
 * <p>Next: nothing; the event is at its target, and the row's journey is over.
 */
final class NakadiPublisher implements Publisher {

  static final int LARGEST_EVENT = 999_000;
  private static final int STEPS = 64;
  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  private final Requests requests;
  private final BatchSettings settings;
  private final boolean movesOn;
  private volatile long mostBytes;

  /** Nakadi took an event without an id, so none is bad for the lack of it. */
  private volatile boolean idsOptional;

  /**
   * @param movesOn whether the stage goes on behind an event that is refused
   */
  NakadiPublisher(
      NakadiClient client, AnswerReader answers, BatchSettings settings, boolean movesOn) {
    this.requests = new Requests(client, answers);
    this.settings = settings;
    this.movesOn = movesOn;
    this.mostBytes = settings.maxBatchBytes().toBytes();
  }

  @Override
  public int batchSize() {
    return settings.maxBatchSize();
  }

  @Override
  public int lanes() {
    return settings.lanes();
  }

  @Override
  public boolean unordered() {
    return false;
  }

  @Override
  public BatchResult publish(List<Event> batch) throws InterruptedException {
    Optional<Failure> unfit = unfit(batch.getFirst());
    List<Outcome> outcomes =
        new ArrayList<>(
            unfit.isPresent() ? List.of(new Outcome.Refused(unfit.get())) : send(fitting(batch)));
    outcomes.addAll(Collections.nCopies(batch.size() - outcomes.size(), UNSENT));
    return new BatchResult(outcomes);
  }

  /** The first events, up to one that must not be sent. */
  private static List<Event> fitting(List<Event> batch) {
    return batch.stream().takeWhile(event -> unfit(event).isEmpty()).toList();
  }

  private static Optional<Failure> unfit(Event event) {
    return EventCheck.unfit(event.value(), LARGEST_EVENT);
  }

  /**
   * Sends as many of the first events as one request takes; the outcomes of those that were tried.
   */
  private List<Outcome> send(List<Event> events) throws InterruptedException {
    List<Event> tried = events.subList(0, Body.fitting(events, mostBytes));
    return switch (requests.post(tried)) {
      case Verdict.Settled(List<Outcome> outcomes) -> {
        if (tried.size() < events.size() && outcomes.stream().allMatch(ACCEPTED::equals)) {
          mostBytes = larger(mostBytes);
        }
        yield outcomes;
      }
      case Verdict.Rejected(Failure failure) -> blame(tried, failure);
      case Verdict.TooLarge(Failure failure) when tried.size() == 1 ->
          List.of(new Outcome.Refused(failure));
      case Verdict.TooLarge _ -> {
        mostBytes = Math.max(1, Body.of(tried).length / 2);
        yield send(tried);
      }
    };
  }

  /**
   * What was too large once may not be for ever; but by small steps, for where it is, every way
   * back ends with a request in vain.
   */
  private long larger(long bytes) {
    return Math.min(settings.maxBatchBytes().toBytes(), bytes + bytes / STEPS + 1);
  }

  /** Nothing was published for the sake of events that the answer does not name. */
  private List<Outcome> blame(List<Event> events, Failure failure) throws InterruptedException {
    List<Integer> noObjects = EventCheck.noObjects(events);
    if (!noObjects.isEmpty()) {
      return Verdict.Settled.refusing(noObjects, events.size(), failure).outcomes();
    }
    Optional<Failure> setUp = requests.faultWithout(events);
    if (setUp.isPresent()) {
      return Collections.nCopies(events.size(), new Outcome.Failed(setUp.get()));
    }
    return events.size() == 1 ? List.of(new Outcome.Refused(failure)) : search(events);
  }

  private List<Outcome> search(List<Event> events) throws InterruptedException {
    Search search =
        new Search(
            requests, events, idsOptional ? List.of() : EventCheck.withoutEid(events), movesOn);
    List<Outcome> outcomes = search.run();
    if (search.acquitted()) {
      idsOptional = true;
    }
    return outcomes;
  }
}
