package dev.fes.stage;

/** Makes the stage discard what it has under way and begin again at its confirmed position. */
public interface Restart {

  /** Asks for it and returns at once; further requests before it has happened are one. */
  void request(Failure why);
}
