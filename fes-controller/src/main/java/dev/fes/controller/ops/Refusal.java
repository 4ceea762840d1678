package dev.fes.controller.ops;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is not answered as asked; the message says why and what to do. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient @Nullable Caller caller;

  /** Why, as HTTP has it. */
  public enum Reason {
    MALFORMED(400),
    UNKNOWN_CALLER(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    NOT_NOW(409),
    STAGE_UNREACHABLE(502);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The status code of the answer. */
    public int status() {
      return status;
    }
  }

  public Refusal(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * @param caller who may not do it; null where nobody knows
   */
  public Refusal(Reason reason, String message, @Nullable Caller caller) {
    super(message);
    this.reason = reason;
    this.caller = caller;
  }

  public Reason reason() {
    return reason;
  }

  Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }
}
