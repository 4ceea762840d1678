package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds without a cluster. */
final class MemoryHold implements Hold {

  final Set<ResourceKey> held = ConcurrentHashMap.newKeySet();
  volatile boolean away;
  volatile boolean served = true;

  @Override
  public void put(ResourceKey key) {
    reach();
    held.add(key);
  }

  @Override
  public void take(ResourceKey key) {
    reach();
    held.remove(key);
  }

  @Override
  public boolean isServed(ResourceKey key) {
    return served;
  }

  private void reach() {
    if (away) {
      throw new IllegalStateException("the API server is away");
    }
  }
}
