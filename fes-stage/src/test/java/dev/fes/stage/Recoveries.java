package dev.fes.stage;

/** Recoveries as streams have them. */
final class Recoveries {

  private Recoveries() {}

  /** Nothing moves past a bad event, for nobody asks for one to be skipped. */
  static BadEvents blocking(StreamProgress progress) {
    return new BadEvents.BlockUntilSkipped(new Skips(), new BadEvents.Skip(progress));
  }
}
