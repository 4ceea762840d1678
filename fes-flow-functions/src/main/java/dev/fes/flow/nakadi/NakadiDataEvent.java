package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.flow.OrderingKey;
import dev.fes.flow.PayloadReader;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a row a data event: {@code metadata}, {@code data_type}, {@code data_op} and {@code data},
 * each from its column, or from what is known of the change. The fields of its key are those of its
 * data, as the partition key fields of a data event are for Nakadi itself.
 */
final class NakadiDataEvent implements Function<List<Event>, List<Event>> {

  private final DataRowReader reader;
  private final OrderingKey key;

  NakadiDataEvent(Flow.PostgresWalToNakadiDataEvent columns, OrderingKey key) {
    this.reader = new DataRowReader(columns, new PayloadReader(key.fields()));
    this.key = key;
  }

  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream().map(this::convert).toList();
  }

  private Event convert(Event change) {
    DataRow row = reader.read(change);
    return new Event(key.of(row.data(), change), row.event(change.facts()), change.facts());
  }
}
