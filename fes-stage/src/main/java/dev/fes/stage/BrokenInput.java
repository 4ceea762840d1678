package dev.fes.stage;

import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;

/** An input that an error has ended begins again, unlike one that an operator has stopped. */
record BrokenInput(InputContainer input, Restart restart)
    implements ApplicationListener<ConsumerStoppedEvent> {

  @Override
  public void onApplicationEvent(ConsumerStoppedEvent stopped) {
    if (stopped.getReason() == ConsumerStoppedEvent.Reason.ERROR) {
      input.broke();
      restart.request(NetworkThreads.BROKEN);
    }
  }
}
