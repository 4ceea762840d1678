package dev.fes.testbed.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing to see: a row or item is written, and its event is looked for where it should arrive.
 */
record Story(String title, Origin origin, Target target) {

  /** Where a change begins. */
  interface Origin {

    /** Writes something that contains the mark; returns when it was committed. */
    Written write(String mark);

    String name();
  }

  /** What was written, as a person would say it. */
  record Written(String text, Instant at) {}

  /** Where an event may arrive. */
  interface Target {

    /** The next event that contains the mark, if it arrives in time. */
    Optional<Arrival> await(String mark, Duration within) throws InterruptedException;

    String name();
  }

  /** An event at its target. */
  record Arrival(String event, Instant at) {}

  Sighting tell(Duration within) throws InterruptedException {
    String mark = UUID.randomUUID().toString();
    Written written = origin.write(mark);
    Arrival arrival =
        target
            .await(mark, within)
            .orElseThrow(
                () ->
                    new SceneFailed(
                        "what was written to "
                            + origin.name()
                            + " did not arrive at "
                            + target.name()
                            + " within "
                            + within.toSeconds()
                            + " s; see the state of its stream above"));
    return new Sighting(
        title,
        origin.name() + " " + written.text(),
        target.name(),
        arrival.event(),
        Duration.between(written.at(), arrival.at()));
  }
}
