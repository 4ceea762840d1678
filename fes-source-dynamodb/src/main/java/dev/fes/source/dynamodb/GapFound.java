package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;

/** Nothing is skipped silently, and reading goes on only when a person accepts the gap. */
final class GapFound extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  GapFound(Gap gap) {
    super(gap.words());
    this.failure =
        Failure.misconfigured(
            "stream-trimmed",
            "stream trimmed: "
                + gap.words()
                + "; to go on with the oldest change that is left, accept the gap with the annotation"
                + " fes.zalando.org/accept-gap: \""
                + gap.place()
                + "\" on the resource (fes.source.accept-gap="
                + gap.place()
                + " where the stage is run by hand)");
  }

  Failure failure() {
    return failure;
  }
}
