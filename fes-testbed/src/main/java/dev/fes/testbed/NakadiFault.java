package dev.fes.testbed;

import java.time.Duration;
import java.util.Set;

/** What goes wrong with one post to the Nakadi stand-in. */
public sealed interface NakadiFault {

  /** Nothing is published; the answer is a problem with this status. */
  record Status(int code) implements NakadiFault {}

  /**
   * 207: the items at these places failed, the others are published; a broker's time-out may have
   * stored the failed ones too.
   */
  record ItemsFailed(Set<Integer> places, boolean storedAllTheSame) implements NakadiFault {

    public ItemsFailed {
      places = Set.copyOf(places);
    }
  }

  /** All is well, only late. */
  record Delay(Duration duration) implements NakadiFault {}

  /** The request is read and never answered; nothing is published. */
  record Hang() implements NakadiFault {}

  /**
   * Something that is not Nakadi answers with this status and a page of HTML; nothing is published.
   */
  record Garbage(int code) implements NakadiFault {}

  /** The connection breaks before the request is read. */
  record Reset() implements NakadiFault {}

  /** The events are published and the connection breaks before the answer. */
  record LostAnswer() implements NakadiFault {}
}
