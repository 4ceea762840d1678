package dev.fes.stage;

/** What became of one event of a batch. */
public sealed interface Outcome {

  /** It is durable at the target. */
  record Accepted() implements Outcome {}

  /** The target refuses this event, now and for ever. */
  record Refused(Failure failure) implements Outcome {}

  /** It did not go through; it must be sent again after a pause. */
  record Failed(Failure failure) implements Outcome {}

  /** It was not tried, for another event's sake; it can be sent at once. */
  record Unsent() implements Outcome {}
}
