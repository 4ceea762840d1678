package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import java.util.Collection;
import java.util.Optional;

/**
 * What operators have switched, kept over restarts and for as long as the resource is there, and
 * never in its spec or labels.
 */
public interface Switches {

  /** As it is now, whoever wrote it. */
  Optional<String> get(ResourceKey key, Annotation name);

  /**
   * @throws Refused where it cannot be changed
   */
  void set(ResourceKey key, Annotation name, String value);

  /**
   * Takes them away, all or none.
   *
   * @throws Refused where one of them cannot be changed
   */
  void clear(ResourceKey key, Collection<Annotation> names);

  /** It cannot be changed from here; the message says why. */
  final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }

    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
