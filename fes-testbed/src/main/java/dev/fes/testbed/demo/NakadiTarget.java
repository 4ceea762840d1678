package dev.fes.testbed.demo;

import dev.fes.testbed.NakadiServer;
import dev.fes.testbed.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A Nakadi event type, looked at from the first event that nobody has looked at yet. */
final class NakadiTarget implements Story.Target {

  private final NakadiServer nakadi;
  private final String type;
  private int seen;

  NakadiTarget(NakadiServer nakadi, String type) {
    this.nakadi = nakadi;
    this.type = type;
  }

  @Override
  public Optional<Story.Arrival> await(String mark, Duration within) {
    Instant end = Instant.now().plus(within);
    while (isNextThere(Duration.between(Instant.now(), end))) {
      Received event = nakadi.published(type).get(seen++);
      if (event.text().contains(mark)) {
        return Optional.of(new Story.Arrival(event.text(), event.arrivedAt()));
      }
    }
    return Optional.empty();
  }

  private boolean isNextThere(Duration within) {
    try {
      return nakadi.awaitPublished(type, seen + 1, within).size() > seen;
    } catch (IllegalStateException tooLate) {
      return false;
    }
  }

  @Override
  public String name() {
    return "Nakadi event type " + type;
  }
}
