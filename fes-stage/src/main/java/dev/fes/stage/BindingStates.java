package dev.fes.stage;

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

  boolean isInputStopped() {
    BindingsLifecycleController controller = bindings.getIfAvailable();
    return controller != null
        && controller.queryState(InputBinding.INPUT).stream().anyMatch(BindingStates::isStopped);
  }

  boolean awaitKafka() {
    BindingsLifecycleController controller = bindings.getIfAvailable();
    return controller != null
        && Stream.of(InputBinding.INPUT, OutputBindings.OUTPUT, OutputBindings.DEAD_LETTERS)
            .flatMap(name -> controller.queryState(name).stream())
            .anyMatch(binding -> binding instanceof NamedBinding<?> late && !late.isBound());
  }

  private static boolean isStopped(Binding<?> binding) {
    return binding.isPaused() || !binding.isRunning();
  }
}
