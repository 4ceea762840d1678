package dev.fes.source.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one event stream's backfill in the topic of all readers: that it was asked
 * for, and how far Kafka has it.
 *
 * @param id one for each request: the rows' ids are made of it
 * @param requested ISO 8601, like the other times
 * @param range null until the table was looked at
 */
record BackfillRecord(
    String id,
    String stream,
    Phase phase,
    String requested,
    @Nullable String finished,
    Progress progress,
    @Nullable Range range) {

  /** What is to be done. */
  enum Phase {
    REQUESTED,
    DONE,
    CANCELLED
  }

  /**
   * Counts of rows.
   *
   * @param read all of them, those included that the filter does not keep
   * @param published Kafka has them
   * @param estimate how many there may be in all; null if the server has never counted
   */
  record Progress(long read, long published, @Nullable Long estimate) {

    Progress plus(long moreRead, long morePublished) {
      return new Progress(read + moreRead, published + morePublished, estimate);
    }
  }

  /**
   * What is left to read: from behind one key up to another, each as Postgres writes it.
   *
   * @param after null at the beginning
   * @param upTo the last row's when the backfill began: later ones come with the live stream
   */
  record Range(List<String> columns, @Nullable List<String> after, List<String> upTo) {}

  static BackfillRecord request(String id, String stream, String now) {
    return new BackfillRecord(
        id, stream, Phase.REQUESTED, now, null, new Progress(0, 0, null), null);
  }

  /** The key in the topic of all readers begins so. */
  static String keysOf(String reader) {
    return "backfill of " + reader + " for ";
  }

  String key(String reader) {
    return keysOf(reader) + stream;
  }

  BackfillRecord over(Range whole, @Nullable Long estimate) {
    return new BackfillRecord(
        id,
        stream,
        phase,
        requested,
        finished,
        new Progress(progress.read(), progress.published(), estimate),
        whole);
  }

  BackfillRecord at(Range left, Progress now) {
    return new BackfillRecord(id, stream, phase, requested, finished, now, left);
  }

  BackfillRecord ended(Phase how, String now) {
    return new BackfillRecord(id, stream, how, requested, now, progress, range);
  }
}
