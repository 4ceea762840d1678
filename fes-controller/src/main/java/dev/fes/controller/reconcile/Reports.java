package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import org.jspecify.annotations.Nullable;

/** Told how resources are. Returns at once and never throws. */
public interface Reports {

  /**
   * How a resource is after each look at it, often the same as before.
   *
   * @param before null at the first look
   */
  void report(@Nullable ResourceStatus before, ResourceStatus now);

  /** Nothing is left of a resource. */
  void gone(ResourceKey key);
}
