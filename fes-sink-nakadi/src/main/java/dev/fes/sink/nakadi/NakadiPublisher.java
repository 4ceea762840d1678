package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageFailure;
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
 * (400). Then the culprit is looked for here, and if it cannot be seen, by halving the batch: what
 * stands before it is published.
 *
 * <p>Next: nothing; the event is at its target, and the row's journey is over.
 */
final class NakadiPublisher implements Publisher {

  static final int LARGEST_EVENT = 999_000;
  private static final int STEPS = 64;
  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  private final NakadiClient client;
  private final AnswerReader answers;
  private final BatchSettings settings;
  private final Truce truce = new Truce();
  private volatile long mostBytes;

  NakadiPublisher(NakadiClient client, AnswerReader answers, BatchSettings settings) {
    this.client = client;
    this.answers = answers;
    this.settings = settings;
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
    int fit = (int) batch.stream().takeWhile(NakadiPublisher::fits).count();
    List<Outcome> tried =
        fit == 0 ? List.of(tooLarge(batch.getFirst())) : send(batch.subList(0, fit));
    List<Outcome> outcomes = new ArrayList<>(tried);
    outcomes.addAll(Collections.nCopies(batch.size() - outcomes.size(), UNSENT));
    return new BatchResult(outcomes);
  }

  /**
   * Sends as many of the first events as one request takes; the outcomes of those that were tried.
   */
  private List<Outcome> send(List<Event> events) throws InterruptedException {
    List<Event> tried = events.subList(0, Body.fitting(events, mostBytes));
    return switch (post(tried)) {
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
    List<Integer> suspects = events.size() == 1 ? List.of(0) : EventCheck.suspects(events);
    if (suspects.isEmpty()) {
      return halve(events, failure);
    }
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(events.size(), UNSENT));
    suspects.forEach(suspect -> outcomes.set(suspect, new Outcome.Refused(failure)));
    return outcomes;
  }

  /**
   * Publishes what stands before the first bad event, half by half: the rejected part becomes
   * smaller each time.
   */
  private List<Outcome> halve(List<Event> rejected, Failure failure) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    Failure known = failure;
    int end = rejected.size();
    while (end - outcomes.size() > 1) {
      int middle = (outcomes.size() + end) / 2;
      switch (post(rejected.subList(outcomes.size(), middle))) {
        case Verdict.Settled(List<Outcome> settled) -> outcomes.addAll(settled);
        case Verdict.Rejected(Failure nearer) -> {
          known = nearer;
          end = middle;
        }
        case Verdict.TooLarge(Failure tooLarge) -> outcomes.add(new Outcome.Failed(tooLarge));
      }
      if (!outcomes.stream().allMatch(ACCEPTED::equals)) {
        return outcomes;
      }
    }
    outcomes.add(new Outcome.Refused(known));
    return outcomes;
  }

  private Verdict post(List<Event> events) throws InterruptedException {
    Optional<Outcome> standing = truce.standing();
    if (standing.isPresent()) {
      return Verdict.Settled.all(events.size(), standing.get());
    }
    try {
      Answer answer = client.post(Body.of(events), Trail.of(events));
      Verdict verdict = answers.read(answer, events.size());
      truce.keep(answer, verdict);
      return verdict;
    } catch (StageFailure e) {
      return Verdict.Settled.all(events.size(), new Outcome.Failed(e.failure()));
    }
  }

  private static boolean fits(Event event) {
    return event.value().length <= LARGEST_EVENT;
  }

  private static Outcome tooLarge(Event event) {
    return new Outcome.Refused(
        Failure.badEvent(
            "too-large",
            "the event has %d bytes, but Nakadi takes at most %d: make the payload smaller"
                .formatted(event.value().length, LARGEST_EVENT)));
  }
}
