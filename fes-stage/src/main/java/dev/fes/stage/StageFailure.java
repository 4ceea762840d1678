package dev.fes.stage;

/** Carries a {@link Failure} out of a flow or a client call. */
public final class StageFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public StageFailure(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
