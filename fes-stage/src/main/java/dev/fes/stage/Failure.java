package dev.fes.stage;

/**
 * Why something did not go through.
 *
 * @param reason short and from a small set: a metric tag, such as {@code connection-refused}
 * @param message what happened in words, and the mend where there is one; never payload or
 *     credentials
 */
public record Failure(Kind kind, String reason, String message) {

  /**
   * Failures are three; each has its own treatment, and this is the only place where they are told
   * apart.
   */
  public enum Kind {
    /** Will pass: tried again without end, and nothing else moves past it. */
    TRANSIENT,
    /** This one event can never pass: the recovery of its stream decides. */
    BAD_EVENT,
    /** Somebody has to mend the set-up: tried again slowly, and said loudly. */
    MISCONFIGURED
  }

  public static Failure transientFailure(String reason, String message) {
    return new Failure(Kind.TRANSIENT, reason, message);
  }

  public static Failure badEvent(String reason, String message) {
    return new Failure(Kind.BAD_EVENT, reason, message);
  }

  public static Failure misconfigured(String reason, String message) {
    return new Failure(Kind.MISCONFIGURED, reason, message);
  }
}
