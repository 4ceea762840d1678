package dev.fes.kafka;

/** How large a record may be: {@code fes.max-record-size} and what is around it. */
public final class RecordSize {

  /**
   * Room for key and headers beside a value of {@code fes.max-record-size}. Topics, producers and
   * consumers allow this much more, and sources leave it free in what they publish.
   */
  public static final int OVERHEAD_BYTES = 64 * 1024;

  private RecordSize() {}
}
