package dev.fes.stage;

import java.util.Collections;
import java.util.List;

/** The partial result of one batch: an outcome for each event, in the batch's order. */
public record BatchResult(List<Outcome> outcomes) {

  private static final Outcome ACCEPTED = new Outcome.Accepted();

  public BatchResult {
    outcomes = List.copyOf(outcomes);
  }

  public static BatchResult accepted(int size) {
    return new BatchResult(Collections.nCopies(size, ACCEPTED));
  }

  public static BatchResult failed(int size, Failure failure) {
    return new BatchResult(Collections.nCopies(size, new Outcome.Failed(failure)));
  }
}
