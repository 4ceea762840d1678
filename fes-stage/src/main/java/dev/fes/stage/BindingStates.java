package dev.fes.stage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/** Whether somebody has stopped or paused this stage by hand at {@code /actuator/bindings}. */
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

  private static boolean isStopped(Binding<?> binding) {
    return binding.isPaused() || !binding.isRunning();
  }
}
