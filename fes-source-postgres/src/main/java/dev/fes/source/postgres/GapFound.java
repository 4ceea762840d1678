package dev.fes.source.postgres;

import dev.fes.stage.Failure;

/**
 * Changes are lost: nothing is skipped silently, and reading goes on only when a person accepts it.
 */
final class GapFound extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  GapFound(String words) {
    super(words);
    this.failure = Failure.misconfigured("slot-lost", "slot lost: " + words);
  }

  Failure failure() {
    return failure;
  }
}
