package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.List;

/** A sink's technology: sends a batch to the target and tells what became of each event. */
public interface Publisher {

  /** The most events that one call of {@link #publish} is given. */
  int batchSize();

  /** How many batches may be under way at once where order allows. */
  int lanes();

  /** Whether the target keeps no order, so that any lane may take any event. */
  boolean unordered();

  /**
   * Sends the events and waits for the answer.
   *
   * @return one outcome for each event, in order; at least one of them is not {@link
   *     Outcome.Unsent}
   * @throws InterruptedException if the stage gives the batch up; its events count as not sent
   */
  BatchResult publish(List<Event> batch) throws InterruptedException;
}
