package dev.fes.source.postgres;

import java.time.Duration;

/**
 * How long a session may bring nothing before it is given up. Longer after each that brought
 * nothing at all: a server that has to read much log of other tables first needs the time, and a
 * new session begins again from the same place.
 */
final class StallLimit {

  private static final Duration LEAST = Duration.ofSeconds(60);
  private static final int MISSED_HEARTBEATS = 6;
  private static final int MOST_DOUBLINGS = 9;

  private final Duration first;
  private int stalls;

  StallLimit(Duration heartbeatInterval) {
    Duration missed = heartbeatInterval.multipliedBy(MISSED_HEARTBEATS);
    this.first = missed.compareTo(LEAST) > 0 ? missed : LEAST;
  }

  synchronized Duration current() {
    return first.multipliedBy(1L << stalls);
  }

  /** A session was given up. */
  synchronized void stalled() {
    stalls = Math.min(stalls + 1, MOST_DOUBLINGS);
  }

  /** A session brings something. */
  synchronized void reset() {
    stalls = 0;
  }
}
