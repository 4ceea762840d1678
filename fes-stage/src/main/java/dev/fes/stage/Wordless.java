package dev.fes.stage;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown without being expected, for the log: its classes and stack traces, but not its
 * words. Those are a library's, and may quote what it was given: a row.
 */
final class Wordless extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 8;

  private Wordless(Throwable thrown, @Nullable Wordless cause) {
    super(thrown.getClass().getName(), cause);
    setStackTrace(thrown.getStackTrace());
  }

  static Wordless of(Throwable thrown) {
    return of(thrown, MOST_CAUSES);
  }

  /** A chain of causes may be a ring. */
  private static Wordless of(Throwable thrown, int causes) {
    Throwable cause = thrown.getCause();
    return new Wordless(thrown, cause == null || causes == 0 ? null : of(cause, causes - 1));
  }
}
