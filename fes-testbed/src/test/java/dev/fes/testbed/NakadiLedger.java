package dev.fes.testbed;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an event type gets of the rows of a {@link RowWriter}. */
record NakadiLedger(NakadiServer nakadi, String type, long before) implements Arrivals {

  NakadiLedger(NakadiServer nakadi, String type) {
    this(nakadi, type, nakadi.items(type));
  }

  @Override
  public long count() {
    return nakadi.items(type) - before;
  }

  @Override
  public List<Arrival> all() {
    return nakadi.published(type).stream()
        .skip(before)
        .filter(event -> event.text().contains(RowWriter.NUMBER))
        .map(NakadiLedger::arrival)
        .toList();
  }

  private static Arrival arrival(Received event) {
    JsonNode json = JsonMapper.shared().readTree(event.text());
    return new Arrival(json.path(RowWriter.NUMBER).asInt(), event.eid(), event.text());
  }
}
