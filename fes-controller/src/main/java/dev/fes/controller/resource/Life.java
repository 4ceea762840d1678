package dev.fes.controller.resource;

import java.util.Map;

/**
 * What is known of a resource beside its spec.
 *
 * @param generation counts the changes of its spec; 0 where nobody counts
 * @param annotations also those of a resource that is not valid
 * @param ending whether its deletion has begun
 */
public record Life(long generation, Map<String, String> annotations, boolean ending) {

  public Life {
    annotations = Map.copyOf(annotations);
  }

  static Life unversioned(Map<String, String> annotations) {
    return new Life(0, annotations, false);
  }
}
