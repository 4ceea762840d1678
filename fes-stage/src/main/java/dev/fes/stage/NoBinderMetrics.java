package dev.fes.stage;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.cloud.stream.binder.BindingCreatedEvent;
import org.springframework.cloud.stream.binder.kafka.KafkaBinderMetrics;

/**
 * Takes the place of what the binder would measure the lag of {@code input} with: one more consumer
 * in each stage, for a figure that the controller has for all of them.
 */
final class NoBinderMetrics extends KafkaBinderMetrics {

  NoBinderMetrics() {
    super(null, null);
  }

  @Override
  public void bindTo(MeterRegistry meters) {}

  @Override
  public void onApplicationEvent(BindingCreatedEvent bound) {}
}
