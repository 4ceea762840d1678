package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the release of a reader and its move to another resource apart: one that another resource
 * wants is not released, and one whose release has begun is nobody else's until that is over.
 */
final class ReleaseClaims {

  private final Runnable freed;
  private Map<ResourceKey, Set<Reader>> wanted = Map.of();
  private final Map<UUID, Releasing> releasing = new HashMap<>();

  private record Releasing(ResourceKey key, Reader reader) {}

  /**
   * @param freed runs when a reader is free that another resource waits for
   */
  ReleaseClaims(Runnable freed) {
    this.freed = freed;
  }

  /** What the resources want to read now. */
  synchronized void want(Map<ResourceKey, Set<Reader>> readers) {
    wanted = readers;
  }

  /** Claims the reader for its release; false if another resource wants it. */
  synchronized boolean begin(ResourceKey key, Reader reader) {
    if (isWantedElsewhere(key, reader)) {
      return false;
    }
    goOn(key, reader);
    return true;
  }

  /** Its release began in a controller before this one. */
  synchronized void goOn(ResourceKey key, Reader reader) {
    releasing.put(reader.claim(), new Releasing(key, reader));
  }

  void end(ResourceKey key, Reader reader) {
    if (endsForAnother(key, reader)) {
      freed.run();
    }
  }

  /** Readers under release, as plans that claim them. */
  synchronized List<Plan> claims() {
    return releasing.values().stream()
        .map(
            under ->
                new Plan(under.key(), "", Set.of(under.reader()), List.of(), List.of(), List.of()))
        .toList();
  }

  private synchronized boolean endsForAnother(ResourceKey key, Reader reader) {
    return releasing.remove(reader.claim()) != null && isWantedElsewhere(key, reader);
  }

  private boolean isWantedElsewhere(ResourceKey key, Reader reader) {
    return wanted.entrySet().stream()
        .filter(other -> !other.getKey().equals(key))
        .flatMap(other -> other.getValue().stream())
        .anyMatch(other -> other.claim().equals(reader.claim()));
  }
}
