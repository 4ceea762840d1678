package dev.fes.flow.nakadi;

import dev.fes.api.event.Event;
import dev.fes.flow.OrderingKey;
import dev.fes.flow.PayloadReader;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sends what nakadi-producer-spring-boot-starter has written to its outbox, in place of the library
 * and with the metadata that it would give. Only a row that is new is an event: the library updates
 * rows to lock them, and deletes them when they are sent.
 */
final class ProducerNakadiEvent implements Function<List<Event>, List<Event>> {

  private final ProducerLogReader reader;
  private final OrderingKey key;

  ProducerNakadiEvent(OrderingKey key) {
    this.reader = new ProducerLogReader(new PayloadReader(key.fields()));
    this.key = key;
  }

  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream().flatMap(this::convert).toList();
  }

  private Stream<Event> convert(Event change) {
    return switch (change.facts().op()) {
      case INSERT, SNAPSHOT -> Stream.of(eventOf(change));
      case UPDATE, DELETE -> Stream.empty();
    };
  }

  private Event eventOf(Event change) {
    ProducerLogReader.LogRow row = reader.read(change);
    return new Event(
        key.of(row.body(), change), row.body().with(row.metadata(change.facts())), change.facts());
  }
}
