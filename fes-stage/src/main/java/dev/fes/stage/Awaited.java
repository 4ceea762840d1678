package dev.fes.stage;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.integration.core.Pausable;

/** The life of a binding that may not be bound yet: what is asked of it before counts from then. */
final class Awaited implements Pausable {

  private @Nullable Binding<?> bound;
  private boolean stopped;
  private boolean paused;

  synchronized <T> Binding<T> bound(Binding<T> binding) {
    bound = binding;
    if (stopped) {
      binding.stop();
    } else if (paused) {
      binding.pause();
    }
    return binding;
  }

  @Override
  public synchronized void start() {
    stopped = false;
    if (bound != null) {
      bound.start();
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (bound != null) {
      bound.stop();
    }
  }

  @Override
  public synchronized void pause() {
    paused = true;
    if (bound != null) {
      bound.pause();
    }
  }

  @Override
  public synchronized void resume() {
    paused = false;
    if (bound != null) {
      bound.resume();
    }
  }

  synchronized boolean isBound() {
    return bound != null;
  }

  /** One that is not bound yet runs unless somebody has stopped it. */
  @Override
  public synchronized boolean isRunning() {
    return bound == null ? !stopped : bound.isRunning();
  }
}
