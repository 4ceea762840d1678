package dev.fes.source.postgres;

import dev.fes.api.event.Event;

/** Where changes are published. */
interface Topics {

  /**
   * Sends the event, after all those of earlier calls; {@code durable} runs once the topic has it.
   *
   * @throws dev.fes.stage.StageFailure if the event is larger than a record may be
   */
  void publish(String topic, Event event, Runnable durable);
}
