package dev.fes.stage;

/** One strand of work on the events of this stage; order is kept within a lane. */
interface Lane {

  /** Takes the next step, waiting for an event if there is none. */
  void advance() throws InterruptedException;
}
