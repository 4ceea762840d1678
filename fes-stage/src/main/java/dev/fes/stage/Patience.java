package dev.fes.stage;

import java.time.Duration;

/**
 * One lane's waiting between tries: says what is wrong while it lasts, and counts the failures in a
 * row.
 */
final class Patience {

  /** Waits; a test need not. */
  interface Pause {
    void last(Duration duration) throws InterruptedException;

    /** Whether its lane still has a say: another may be at work in its place. */
    default boolean isOpen() {
      return true;
    }

    /** Ends the waiting that is under way. */
    default void cut() {}
  }

  private final Backoff backoff;
  private final Pause pause;
  private int failures;

  Patience(Backoff backoff, Pause pause) {
    this.backoff = backoff;
    this.pause = pause;
  }

  void relieved(StreamProgress progress) {
    failures = 0;
    if (pause.isOpen()) {
      progress.relieved(this);
    }
  }

  /** Something went through: what fails now is the first failure again. */
  void moved() {
    failures = 0;
  }

  /** Waits before an event that blocks; somebody may want it skipped meanwhile. */
  void stands(InFlight event, Failure failure, StreamProgress progress)
      throws InterruptedException {
    if (pause.isOpen()) {
      progress.stands(this, event, pause::cut);
    }
    tried(event.naming(failure), progress);
  }

  void tried(Failure failure, StreamProgress progress) throws InterruptedException {
    failures++;
    if (pause.isOpen()) {
      progress.troubled(this, failure);
    }
    pause.last(backoff.after(failures, failure.kind()));
  }
}
