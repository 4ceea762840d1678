package dev.fes.stage;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import org.jspecify.annotations.Nullable;

/** What this stage does with an event that can never pass: the stream's recovery, carried out. */
sealed interface BadEvents {

  /**
   * Takes the event out of the stream, if the recovery says so; false means that it stays and
   * blocks.
   */
  boolean recover(InFlight event, Failure failure);

  /** Why the event was bad on arrival: an earlier stage could not render it. */
  default @Nullable Failure faultOf(Event event) {
    Fault fault = event.fault();
    return fault == null ? null : Failure.badEvent("fault-of-" + fault.stage(), fault.error());
  }

  /** Nothing moves past a bad event. */
  record Block() implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      return false;
    }
  }

  /** Bad events are counted and skipped. */
  record Skip(StreamProgress progress) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      progress.ignored();
      event.confirm();
      return true;
    }
  }

  /**
   * Bad events go to the dead-letter topic with their failure, and are confirmed once they are
   * durable there.
   */
  record ToDeadLetters(TopicWriter writer, String stage, StreamProgress progress)
      implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      Fault known = event.event().fault();
      Fault fault = known != null ? known : new Fault(stage, failure.message(), event.attempts());
      writer.send(
          event.event().withFault(fault),
          () -> {
            progress.deadLettered();
            event.confirm();
          });
      return true;
    }
  }

  /**
   * The dead-letter sink's own: a letter that its target refuses stays in the topic and is counted.
   */
  record Refusals(StreamProgress progress) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      progress.deadLetterRefused();
      event.confirm();
      return true;
    }

    @Override
    public @Nullable Failure faultOf(Event event) {
      return null;
    }
  }
}
