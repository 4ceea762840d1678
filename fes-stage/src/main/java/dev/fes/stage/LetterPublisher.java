package dev.fes.stage;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Publishes dead letters, and events without a fault as they are. A letter that the target refuses
 * goes again as an envelope without its payload, at its place; if that is refused too, the letter
 * is.
 */
public final class LetterPublisher implements Publisher {

  private final Publisher target;
  private final BiFunction<Event, Fault, Event> whole;
  private final BiFunction<Event, Fault, Event> bare;
  private final int mostBytes;

  private LetterPublisher(
      Publisher target, BiFunction<Event, Fault, Event> whole, Envelope envelope, int mostBytes) {
    this.target = target;
    this.whole = whole;
    this.bare = envelope::withoutPayload;
    this.mostBytes = mostBytes;
  }

  /**
   * For a target that shows a letter's failure within the event: it goes in an envelope.
   *
   * @param mostBytes what the target takes: of a larger letter no envelope with its payload is
   *     made, as memory may not have the room
   */
  public static Publisher inEnvelopes(Publisher target, String stream, int mostBytes) {
    Envelope envelope = new Envelope(stream);
    return new LetterPublisher(target, envelope::of, envelope, mostBytes);
  }

  /** For a target that shows a letter's failure beside the event: the event keeps its bytes. */
  public static Publisher asTheyAre(Publisher target, String stream) {
    return new LetterPublisher(
        target, (letter, _) -> letter, new Envelope(stream), Integer.MAX_VALUE);
  }

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
    return new Sending(batch).finish();
  }

  private static Event formed(Event event, BiFunction<Event, Fault, Event> form) {
    Fault fault = event.fault();
    return fault == null ? event : form.apply(event, fault);
  }

  /** One batch: how each of its events goes, and what became of it. */
  private final class Sending {

    private final List<Event> batch;
    private final List<Event> forms;
    private final BitSet stripped = new BitSet();
    private final List<Outcome> outcomes;

    private Sending(List<Event> batch) throws InterruptedException {
      this.batch = batch;
      places().filter(place -> batch.get(place).value().length > mostBytes).forEach(stripped::set);
      this.forms = new ArrayList<>(places().mapToObj(this::formed).toList());
      this.outcomes = new ArrayList<>(target.publish(forms).outcomes());
    }

    private Event formed(int place) {
      return LetterPublisher.formed(batch.get(place), stripped.get(place) ? bare : whole);
    }

    private BatchResult finish() throws InterruptedException {
      for (List<Integer> refused = strip(); !refused.isEmpty(); refused = strip()) {
        sendAgain(refused);
      }
      return new BatchResult(outcomes);
    }

    /** Takes the payload out of the letters that were refused with it. */
    private List<Integer> strip() {
      List<Integer> refused = places().filter(this::isRefusedWhole).boxed().toList();
      for (int place : refused) {
        stripped.set(place);
        forms.set(place, formed(place));
      }
      return refused;
    }

    private boolean isRefusedWhole(int place) {
      return batch.get(place).fault() != null
          && !stripped.get(place)
          && outcomes.get(place) instanceof Outcome.Refused;
    }

    /** With the others if nothing of the batch has gone through yet, so that order holds. */
    private void sendAgain(List<Integer> refused) throws InterruptedException {
      List<Integer> places = hasMoved(refused) ? refused : places().boxed().toList();
      List<Outcome> again = target.publish(places.stream().map(forms::get).toList()).outcomes();
      for (int i = 0; i < places.size(); i++) {
        outcomes.set(places.get(i), again.get(i));
      }
    }

    private boolean hasMoved(List<Integer> refused) {
      return places()
          .anyMatch(
              place ->
                  !(outcomes.get(place) instanceof Outcome.Unsent) && !refused.contains(place));
    }

    private IntStream places() {
      return IntStream.range(0, batch.size());
    }
  }
}
