package dev.fes.controller.letters;

/** What came of an order. */
public sealed interface OrderResult {

  /** It is being carried out. */
  record Begun(Job.View job) implements OrderResult {}

  /** One order at a time is carried out for a stream. */
  record Busy(Job.View job) implements OrderResult {}

  /** There is no such letter. */
  record Missing(long letter) implements OrderResult {}

  /** It is replayed or discarded already. */
  record Settled(long letter, LetterState state) implements OrderResult {}
}
