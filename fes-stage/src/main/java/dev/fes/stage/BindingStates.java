package dev.fes.stage;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/**
 * Whether somebody has stopped or paused this stage by hand at {@code /actuator/bindings}, and
 * whether a binding has not found Kafka since the start.
 */
final class BindingStates {

  private final ObjectProvider<BindingsLifecycleController> bindings;

  BindingStates(ObjectProvider<BindingsLifecycleController> bindings) {
    this.bindings = bindings;
  }

  /** It does not run, or takes nothing. */
  boolean isInputStopped() {
    return isInput(binding -> binding.isPaused() || !binding.isRunning());
  }

  /** Nobody but the one who has stopped it may start it; what is paused keeps to that by itself. */
  boolean isInputHeldStopped() {
    return isInput(binding -> !binding.isRunning());
  }

  boolean awaitKafka() {
    BindingsLifecycleController controller = bindings.getIfAvailable();
    return controller != null
        && Stream.of(InputBinding.INPUT, OutputBindings.OUTPUT, OutputBindings.DEAD_LETTERS)
            .flatMap(name -> controller.queryState(name).stream())
            .anyMatch(binding -> binding instanceof NamedBinding<?> late && !late.isBound());
  }

  private boolean isInput(Predicate<Binding<?>> state) {
    BindingsLifecycleController controller = bindings.getIfAvailable();
    return controller != null && controller.queryState(InputBinding.INPUT).stream().anyMatch(state);
  }
}
