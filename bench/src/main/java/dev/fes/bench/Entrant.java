package dev.fes.bench;

/** Something that carries rows of an outbox to a target, in one way of setting it up. */
interface Entrant {

  /** FES or the peer. */
  String system();

  /** What is particular about this way. */
  String setting();

  /** How many events it is to bring. */
  int backlog(Scale scale);

  Target openTarget(House house, String name);

  /** Starts it; it may still be starting when this returns. */
  Running start(House house, Outbox outbox, Target target);

  /** The entrant at work. */
  interface Running extends AutoCloseable {

    /** When it was asked for, by the clock of {@link System#nanoTime}. */
    long started();

    /** Those that do the entrant's work, as of now. */
    Processes processes();

    @Override
    void close();
  }
}
