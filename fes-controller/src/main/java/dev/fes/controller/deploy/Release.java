package dev.fes.controller.deploy;

/**
 * How far the release of a source's reader has come.
 *
 * @param words what was taken away or left, or why it cannot be done yet; for people
 */
public record Release(Progress progress, String words) {

  /** A failed one is tried again as long as somebody asks. */
  public enum Progress {
    UNDER_WAY,
    DONE,
    FAILED
  }
}
