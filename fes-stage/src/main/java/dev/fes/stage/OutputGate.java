package dev.fes.stage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.DefaultBinding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.Lifecycle;

/**
 * For a source: whether the binding {@code output} is open: stopping it at {@code
 * /actuator/bindings} stops the reading. It goes along as the binding's companion, for a producer
 * binding that was stopped once never says again that it is running.
 */
public final class OutputGate implements Lifecycle {

  private final ObjectProvider<BindingsLifecycleController> bindings;
  private volatile boolean open = true;

  public OutputGate(ObjectProvider<BindingsLifecycleController> bindings) {
    this.bindings = bindings;
  }

  /** Goes along with the binding from now on, which must be bound by then. */
  public void attach() {
    bindings.ifAvailable(
        controller ->
            controller
                .queryState(OutputBindings.OUTPUT)
                .forEach(
                    binding -> {
                      if (binding instanceof DefaultBinding<?> output) {
                        output.setCompanion(this);
                      }
                    }));
  }

  @Override
  public synchronized void start() {
    open = true;
    notifyAll();
  }

  @Override
  public synchronized void stop() {
    open = false;
    notifyAll();
  }

  public synchronized void awaitOpen() throws InterruptedException {
    while (!open) {
      wait();
    }
  }

  public synchronized void awaitClosed() throws InterruptedException {
    while (open) {
      wait();
    }
  }

  @Override
  public boolean isRunning() {
    return open;
  }
}
