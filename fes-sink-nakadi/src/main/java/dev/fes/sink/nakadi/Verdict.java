package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an answer says of a batch. */
sealed interface Verdict {

  /** It says what became of each event. */
  record Settled(List<Outcome> outcomes) implements Verdict {

    static Settled all(int size, Outcome outcome) {
      return new Settled(Collections.nCopies(size, outcome));
    }

    /** Those at the places are bad; the others were not published for their sake. */
    static Settled refusing(List<Integer> places, int size, Failure failure) {
      List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(size, new Outcome.Unsent()));
      places.forEach(place -> outcomes.set(place, new Outcome.Refused(failure)));
      return new Settled(outcomes);
    }
  }

  /** Nothing was published, for the sake of at least one bad event that it does not name. */
  record Rejected(Failure failure) implements Verdict {}

  /** Nothing was published: the request as a whole was too large for somebody on the way. */
  record TooLarge(Failure failure) implements Verdict {}
}
