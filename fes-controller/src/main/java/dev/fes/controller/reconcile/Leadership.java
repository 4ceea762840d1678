package dev.fes.controller.reconcile;

import java.util.Optional;

/** Which of several controllers looks after the resources. */
public interface Leadership {

  /** Whether it is this one. */
  boolean isHeld();

  /** The name of the one that does, as far as it is known. */
  Optional<String> leader();

  /** Of one that has no others beside it. */
  static Leadership alone() {
    return new Leadership() {

      @Override
      public boolean isHeld() {
        return true;
      }

      @Override
      public Optional<String> leader() {
        return Optional.empty();
      }
    };
  }
}
