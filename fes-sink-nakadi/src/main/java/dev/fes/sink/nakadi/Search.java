package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Looks for the bad events of a batch that Nakadi rejected without naming one, and publishes, in
 * order, what stands before them. Suspects are tried alone at their turn, and where there are none,
 * or nothing but suspects, the rejected part is halved. Only an event that was rejected in a
 * request of its own is refused, or one that Nakadi names.
 */
final class Search {

  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  private final Requests requests;
  private final List<Event> events;
  private final NavigableSet<Integer> suspects;
  private final boolean movesOn;
  private final List<Outcome> outcomes = new ArrayList<>();
  private int end;
  private boolean found;
  private boolean acquitted;

  /**
   * @param movesOn whether the stage goes on behind an event that is refused; where it does not,
   *     nothing may be published behind it
   */
  Search(Requests requests, List<Event> events, List<Integer> suspects, boolean movesOn) {
    this.requests = requests;
    this.events = events;
    this.suspects = new TreeSet<>(suspects);
    this.movesOn = movesOn;
    this.end = events.size();
  }

  /** An outcome for each event; what stands after the last bad one found is unsent. */
  List<Outcome> run() throws InterruptedException {
    while (outcomes.size() < end) {
      int next = nextEnd();
      settle(next, requests.post(events.subList(outcomes.size(), next)));
    }
    outcomes.addAll(Collections.nCopies(events.size() - outcomes.size(), UNSENT));
    return outcomes;
  }

  /** Whether Nakadi took a suspect: what made it one is no fault here. */
  boolean acquitted() {
    return acquitted;
  }

  /** Where the next request ends: after a suspect, before one, or in the middle. */
  private int nextEnd() {
    int start = outcomes.size();
    Integer suspect = suspects.ceiling(start);
    if (suspect != null && suspect < end && areTelling()) {
      return Math.max(suspect, start + 1);
    }
    return Math.max((start + end) / 2, start + 1);
  }

  /** Where every event is a suspect, that says something only once one was bad. */
  private boolean areTelling() {
    return found || suspects.size() < events.size();
  }

  private void settle(int next, Verdict verdict) {
    switch (verdict) {
      case Verdict.Settled(List<Outcome> settled) -> add(settled);
      case Verdict.TooLarge(Failure failure) -> add(List.of(new Outcome.Failed(failure)));
      case Verdict.Rejected(Failure failure) when next - outcomes.size() == 1 -> refuse(failure);
      case Verdict.Rejected _ -> end = next;
    }
  }

  private void add(List<Outcome> settled) {
    boolean accepted = settled.stream().allMatch(ACCEPTED::equals);
    boolean acquits = accepted && suspects.contains(outcomes.size());
    outcomes.addAll(settled);
    if (acquits) {
      acquitted = true;
      suspects.clear();
    }
    if (!accepted || acquits && found) {
      end = outcomes.size();
    }
  }

  /** It is known to be bad; what follows is looked at only for the sake of other suspects. */
  private void refuse(Failure failure) {
    outcomes.add(new Outcome.Refused(failure));
    found = true;
    boolean more = movesOn && suspects.ceiling(outcomes.size()) != null;
    end = more ? events.size() : outcomes.size();
  }
}
