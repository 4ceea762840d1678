package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A line in the log for each change. */
public final class LogReports implements Reports {

  private static final Logger LOG = LoggerFactory.getLogger(LogReports.class);

  @Override
  public void report(@Nullable ResourceStatus before, ResourceStatus now) {
    for (StateChanges.Change change : StateChanges.between(before, now)) {
      Level level = change.stream() == null ? Level.WARN : Level.INFO;
      LOG.atLevel(level).log("{}{}", now.key(), change.afterName());
    }
  }

  @Override
  public void gone(ResourceKey key) {
    LOG.info("{}: removed", key);
  }
}
