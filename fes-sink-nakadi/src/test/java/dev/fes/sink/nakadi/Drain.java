package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import java.util.ArrayList;
import java.util.List;

/** Publishes until nothing is left, as a stage does whose recovery is to skip what is refused. */
final class Drain {

  private static final int MOST_CALLS = 1_000;

  final List<Event> refused = new ArrayList<>();

  static Drain of(List<Event> events, Publisher publisher) throws InterruptedException {
    Drain drain = new Drain();
    List<Event> pending = new ArrayList<>(events);
    for (int calls = 0; !pending.isEmpty(); calls++) {
      List<Event> batch =
          List.copyOf(pending.subList(0, Math.min(pending.size(), publisher.batchSize())));
      List<Outcome> outcomes = publisher.publish(batch).outcomes();
      if (outcomes.size() != batch.size()) {
        throw new AssertionError("one outcome for each event");
      }
      if (calls == MOST_CALLS || outcomes.stream().allMatch(Outcome.Unsent.class::isInstance)) {
        throw new AssertionError("no progress");
      }
      for (int i = 0; i < batch.size(); i++) {
        drain.settle(batch.get(i), outcomes.get(i), pending);
      }
    }
    return drain;
  }

  private void settle(Event event, Outcome outcome, List<Event> pending) {
    switch (outcome) {
      case Outcome.Accepted _ -> pending.remove(event);
      case Outcome.Refused _ -> {
        pending.remove(event);
        refused.add(event);
      }
      case Outcome.Failed _, Outcome.Unsent _ -> {}
    }
  }
}
