package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Publishes dead letters in their envelopes, and events without a fault as they are. A letter that
 * Nakadi refuses goes without its payload once everything before it is published; if that is
 * refused too, the letter is.
 */
final class LetterPublisher implements Publisher {

  private final Publisher target;
  private final Envelope envelope;

  LetterPublisher(Publisher target, Envelope envelope) {
    this.target = target;
    this.envelope = envelope;
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
    BatchResult result = target.publish(batch.stream().map(this::sealed).toList());
    int refused = firstRefusedLetter(batch, result.outcomes());
    if (refused < 0) {
      return result;
    }
    if (refused == 0) {
      return padded(target.publish(List.of(bare(batch.getFirst()))), batch.size());
    }
    List<Outcome> before = result.outcomes().subList(0, refused);
    return before.stream().allMatch(Outcome.Unsent.class::isInstance)
        ? padded(publish(batch.subList(0, refused)), batch.size())
        : padded(new BatchResult(before), batch.size());
  }

  private static int firstRefusedLetter(List<Event> batch, List<Outcome> outcomes) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).fault() != null && outcomes.get(i) instanceof Outcome.Refused) {
        return i;
      }
    }
    return -1;
  }

  private static BatchResult padded(BatchResult first, int size) {
    List<Outcome> outcomes = new ArrayList<>(first.outcomes());
    outcomes.addAll(Collections.nCopies(size - outcomes.size(), new Outcome.Unsent()));
    return new BatchResult(outcomes);
  }

  private Event sealed(Event event) {
    Fault fault = event.fault();
    return fault == null ? event : envelope.of(event, fault);
  }

  private Event bare(Event event) {
    Fault fault = event.fault();
    return fault == null ? event : envelope.withoutPayload(event, fault);
  }
}
