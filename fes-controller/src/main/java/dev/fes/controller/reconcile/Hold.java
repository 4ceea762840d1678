package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;

/** Keeps a deleted resource where it lives until nothing of it is left. */
public interface Hold {

  /** Before anything is made for it; costs nothing when it is held already. */
  void put(ResourceKey key);

  /** Once nothing is left of it; costs nothing when it is not held. */
  void take(ResourceKey key);

  /** Whether stages can still run for it, if only to finish what they have begun. */
  boolean isServed(ResourceKey key);

  /** For resources that are gone at once, as files are. */
  static Hold none() {
    return new Hold() {

      @Override
      public void put(ResourceKey key) {}

      @Override
      public void take(ResourceKey key) {}

      @Override
      public boolean isServed(ResourceKey key) {
        return true;
      }
    };
  }
}
