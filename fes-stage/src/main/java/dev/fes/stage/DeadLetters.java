package dev.fes.stage;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binding.BindingService;

/** The binding {@code dead-letters} of a stage that has none until an operator skips an event. */
final class DeadLetters {

  private final OutputBindings outputs;
  private final @Nullable String topic;
  private final ObjectProvider<BindingService> bindings;

  DeadLetters(
      OutputBindings outputs, @Nullable String topic, ObjectProvider<BindingService> bindings) {
    this.outputs = outputs;
    this.topic = topic;
    this.bindings = bindings;
  }

  /** Binds it if it is not bound yet; false where there is no topic for it. */
  boolean open() {
    if (topic != null) {
      outputs.open(OutputBindings.DEAD_LETTERS, topic, bindings.getObject());
    }
    return outputs.getOutputs().contains(OutputBindings.DEAD_LETTERS);
  }
}
