package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.util.Collections;
import java.util.List;

/** What an answer says of a batch. */
sealed interface Verdict {

  /** It says what became of each event. */
  record Settled(List<Outcome> outcomes) implements Verdict {

    static Settled all(int size, Outcome outcome) {
      return new Settled(Collections.nCopies(size, outcome));
    }
  }

  /** Nothing was published, for the sake of at least one bad event that it does not name. */
  record Rejected(Failure failure) implements Verdict {}

  /** Nothing was published: the request as a whole was too large for somebody on the way. */
  record TooLarge(Failure failure) implements Verdict {}
}
