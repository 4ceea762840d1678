package dev.fes.api;

/**
 * A filter cannot be evaluated on one change: a bad event. Says why, and nothing of what is in the
 * change.
 */
public final class FilterFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FilterFailed(String reason) {
    super(reason);
  }
}
