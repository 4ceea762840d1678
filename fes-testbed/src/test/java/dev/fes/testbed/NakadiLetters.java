package dev.fes.testbed;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dead letters in an event type: an envelope each. */
record NakadiLetters(NakadiServer nakadi, String type) implements Letters {

  @Override
  public long count() {
    return nakadi.items(type);
  }

  @Override
  public List<Letter> letters() {
    return nakadi.published(type).stream().map(NakadiLetters::letter).toList();
  }

  private static Letter letter(Received event) {
    JsonNode envelope = JsonMapper.shared().readTree(event.text());
    return new Letter(
        envelope.path("id").asString(),
        envelope.path("stage").asString(),
        envelope.path("error").asString(),
        envelope.path("attempts").asInt(),
        event.text());
  }
}
