package dev.fes.controller.letters;

/** What came of an order. */
public sealed interface Started {

  /** It is being carried out. */
  record Begun(Job.View job) implements Started {}

  /** One order at a time is carried out for a stream. */
  record Busy(Job.View job) implements Started {}

  /** There is no such letter. */
  record Missing(long letter) implements Started {}

  /** It is replayed or discarded already. */
  record Settled(long letter, LetterState state) implements Started {}
}
