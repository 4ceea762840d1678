package dev.fes.stage;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this stage does with an event that can never pass: the stream's recovery, carried out. */
sealed interface BadEvents {

  Logger LOG = LoggerFactory.getLogger(BadEvents.class);

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

  /** Nothing moves past a bad event, unless an operator wants this very one kept elsewhere. */
  record BlockUntilSkipped(Skips skips, BadEvents letters) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      String id = event.event().facts().id();
      return skips.take(id) && letters.recover(event.then(() -> skips.skipped(id)), failure);
    }
  }

  /** Bad events are counted and skipped. */
  record Skip(StreamProgress progress) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      progress.diverted(event.naming(failure));
      progress.ignored();
      event.confirm();
      return true;
    }
  }

  /** Letters stand in the order of their events, where lanes take these as they come. */
  record InTurn(BadEvents letters) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      event.leave(() -> letters.recover(event, failure));
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
      progress.diverted(event.naming(failure));
      letter(event, event.event().withFault(faultOf(event, failure)));
      return true;
    }

    /** Of an event that was replayed, what was tried before counts too. */
    private Fault faultOf(InFlight event, Failure failure) {
      Fault known = event.event().fault();
      Fault fault = known != null ? known : new Fault(stage, failure.message(), event.attempts());
      Replay replay = event.event().replay();
      return replay == null
          ? fault
          : fault.withAttempts(replay.attempts() + Math.max(1, event.attempts()));
    }

    /** A letter that is too large for its topic goes without its payload. */
    private void letter(InFlight event, Event letter) {
      try {
        send(event, letter);
      } catch (StageFailure tooLarge) {
        LOG.warn("a dead letter goes without its payload: {}", tooLarge.getMessage());
        send(
            event,
            new Event(letter.key(), new byte[0], letter.facts(), letter.fault(), letter.replay()));
      }
    }

    private void send(InFlight event, Event letter) {
      writer.send(
          letter,
          () -> {
            progress.deadLettered();
            event.confirm();
          });
    }
  }

  /**
   * The dead-letter sink's own: a letter that its target refuses stays in the topic and is counted.
   */
  record Refusals(StreamProgress progress) implements BadEvents {
    @Override
    public boolean recover(InFlight event, Failure failure) {
      progress.diverted(event.naming(failure));
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
