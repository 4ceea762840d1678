package dev.fes.stage;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.messaging.Message;

/**
 * The stage's input as a real binding, {@code input}, without a function behind it: each record
 * goes straight to the intake.
 */
final class InputBinding implements Bindable {

  static final String INPUT = "input";

  private final DirectChannel channel = new DirectChannel();

  InputBinding(Intake intake) {
    channel.setBeanName(INPUT);
    channel.subscribe(arrived -> intake.accept(received(arrived)));
  }

  @Override
  public Collection<Binding<Object>> createAndBindInputs(BindingService service) {
    return List.copyOf(service.bindConsumer((Object) channel, INPUT));
  }

  @Override
  public void unbindInputs(BindingService service) {
    service.unbindConsumers(INPUT);
  }

  @Override
  public Set<String> getInputs() {
    return Set.of(INPUT);
  }

  private static Received received(Message<?> arrived) {
    if (arrived.getPayload() instanceof Received received) {
      return received;
    }
    throw new IllegalStateException("the input binding must use the converter of the stages");
  }
}
