package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.OrderingKey;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import dev.fes.stage.StageFailure;
import java.util.List;
import java.util.function.Function;

/**
 * Turns the change of an outbox row into the event that its payload column holds. The payload's
 * bytes are passed on as they are; what Nakadi needs and the payload lacks is spliced into its
 * {@code metadata}: an {@code eid} that is the same over every restart and replay, {@code
 * occurred_at}, and what the row's columns say of flow and trace. A payload that brings all of it
 * is not touched.
 *
 * <p>The event keeps the id of its change, also where the payload has an {@code eid} of its own:
 * the one tells copies of a change apart from other changes, the other is the application's word to
 * its consumers.
 *
 * <p>Next: the sink's publisher, {@code NakadiPublisher} or {@code SqsPublisher}.
 */
final class GenericNakadiEvent implements Function<List<Event>, List<Event>> {

  private final OutboxReader reader;
  private final OrderingKey key;

  GenericNakadiEvent(Flow.PostgresWalToGenericNakadiEvent columns, OrderingKey key) {
    this.reader = new OutboxReader(columns, new PayloadReader(key.fields()));
    this.key = key;
  }

  /**
   * Makes one event of each change.
   *
   * @throws StageFailure if a change is bad: a payload that is missing, null or no JSON object
   */
  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream().map(this::convert).toList();
  }

  private Event convert(Event change) {
    Facts facts = change.facts();
    OutboxRow row = reader.read(change);
    Payload payload = row.payload();
    byte[] value = payload.with(row.metadata(facts));
    return new Event(key.of(payload, change), value, factsOf(facts, row.trace()));
  }

  /**
   * The trace goes on as the application's own if its row has one, and the source did not see it.
   */
  private static Facts factsOf(Facts change, SpanContext trace) {
    return change.traceparent() == null ? change.withTraceparent(trace.traceparent()) : change;
  }
}
