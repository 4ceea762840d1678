package dev.fes.stage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/**
 * Begins again at the confirmed offset: the input binding is stopped, the producers are closed, and
 * it is started.
 */
final class InputRestart implements Restart {

  private static final Logger LOG = LoggerFactory.getLogger(InputRestart.class);
  private static final String INPUT = "input";

  private final ObjectProvider<BindingsLifecycleController> bindings;
  private final ObjectProvider<TopicWriter> writers;
  private final AtomicBoolean requested = new AtomicBoolean();

  InputRestart(
      ObjectProvider<BindingsLifecycleController> bindings, ObjectProvider<TopicWriter> writers) {
    this.bindings = bindings;
    this.writers = writers;
  }

  @Override
  public void request(Failure why) {
    if (requested.compareAndSet(false, true)) {
      LOG.warn("starting again from the confirmed offset: {}", why.message());
      Thread.ofPlatform().name("input-restart").start(this::restart);
    }
  }

  private void restart() {
    BindingsLifecycleController controller = bindings.getObject();
    controller.stop(INPUT);
    writers.forEach(TopicWriter::reset);
    requested.set(false);
    controller.start(INPUT);
  }
}
