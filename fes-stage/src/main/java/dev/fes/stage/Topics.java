package dev.fes.stage;

import dev.fes.api.event.Event;

/** Where a source publishes. */
public interface Topics {

  /**
   * Sends the event, after all those of earlier calls; {@code durable} runs once the topic has it.
   *
   * @throws StageFailure if the event is larger than a record may be
   */
  void publish(String topic, Event event, Runnable durable);
}
