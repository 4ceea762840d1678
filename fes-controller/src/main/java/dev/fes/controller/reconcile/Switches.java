package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators have switched, kept over restarts and for as long as the resource is there, and
 * never in its spec or labels.
 */
public interface Switches {

  /** As it is now, whoever wrote it. */
  Optional<String> get(ResourceKey key, Annotation name);

  /**
   * @param value null takes it away
   * @throws Fixed where it is not ours to change
   */
  void set(ResourceKey key, Annotation name, @Nullable String value);

  /** It is written where only its owner may change it; the message says where. */
  final class Fixed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Fixed(String message) {
      super(message);
    }
  }
}
