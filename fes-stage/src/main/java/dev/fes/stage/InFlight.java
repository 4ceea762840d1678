package dev.fes.stage;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import java.util.function.Consumer;

/** An event between its arrival at this stage and its confirmation upstream. */
public final class InFlight {

  private static final Event NOTHING =
      new Event(new byte[0], new byte[0], new Facts("", "", Operation.INSERT, "", 0, null));

  private final Event event;
  private final Runnable confirmation;
  private final Consumer<Runnable> turn;
  private int attempts; // one thread at a time: the lane, or the conversion it waits for

  InFlight(Event event, Runnable confirmation) {
    this(event, confirmation, Runnable::run);
  }

  private InFlight(Event event, Runnable confirmation, Consumer<Runnable> turn) {
    this.event = event;
    this.confirmation = confirmation;
    this.turn = turn;
  }

  /** Stands for no event: the end of a queue. */
  static InFlight marker() {
    return new InFlight(NOTHING, () -> {});
  }

  /** The same, confirmed only while the generation is open. */
  InFlight within(Generation generation) {
    long place = generation.arrival();
    return new InFlight(event, () -> generation.confirm(place, confirmation), turn);
  }

  /** The same, with a turn of its own among all that arrives. */
  InFlight inTurn(Consumer<Runnable> turn) {
    return new InFlight(event, confirmation, turn);
  }

  /** The same, with something to do once it is confirmed. */
  InFlight then(Runnable next) {
    InFlight same =
        new InFlight(
            event,
            () -> {
              confirmation.run();
              next.run();
            },
            turn);
    same.attempts = attempts;
    return same;
  }

  Event event() {
    return event;
  }

  int attempts() {
    return attempts;
  }

  void tried() {
    attempts++;
  }

  /** The same failure, saying which event it is that blocks: somebody has to find and mend it. */
  Failure naming(Failure failure) {
    return new Failure(
        failure.kind(),
        failure.reason(),
        "%s (event %s at %s)"
            .formatted(failure.message(), event.facts().id(), event.facts().position()));
  }

  /** Lets it leave for the dead letters once its turn has come, which may be at once. */
  void leave(Runnable departure) {
    turn.accept(departure);
  }

  /** Acknowledges the event upstream: only what is durable downstream may be confirmed. */
  void confirm() {
    confirmation.run();
  }
}
