package dev.fes.controller.deploy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stage answers at {@code /actuator/stage}: one entry per event stream it serves. */
public record StageReport(List<Entry> streams) {

  /**
   * One event stream in this stage; counts are since the stage's start.
   *
   * @param error what is wrong in words
   * @param lagBytes retained at the source
   * @param blocking the ids of the bad events that it cannot pass
   * @param backfill how far the stream's backfill is, in words; null if there never was one
   * @param recent of the last minutes; null where a stage does not tell
   */
  public record Entry(
      String stream,
      StreamState state,
      @Nullable String reason,
      @Nullable String error,
      long published,
      long filtered,
      long ignored,
      long deadLettered,
      long deadLetterRefused,
      @Nullable Double lagSeconds,
      @Nullable Long lagBytes,
      List<String> blocking,
      @Nullable String backfill,
      @Nullable Recent recent) {

    /** A stage of an earlier version does not say which events block it. */
    public Entry {
      blocking = blocking == null ? List.of() : List.copyOf(blocking);
    }
  }

  /**
   * What a person who looks wants to know beside the counts.
   *
   * @param perSecond events passed on, over the last minute
   * @param latency from commit until the stage had passed the event on, over five minutes
   * @param work of one batch in the stage, over five minutes
   * @param retries since the stage's start
   * @param errors the last few, latest first
   */
  public record Recent(
      double perSecond,
      @Nullable Quantiles latency,
      @Nullable Quantiles work,
      long retries,
      List<Seen> errors) {

    public Recent {
      errors = errors == null ? List.of() : List.copyOf(errors);
    }
  }

  /** The half and all but one in a hundred took no longer than this, in seconds. */
  public record Quantiles(double p50, double p99) {}

  /** An error in words, and how often it was met since it was first. */
  public record Seen(Instant first, Instant last, long times, String reason, String error) {}

  public StageReport {
    streams = streams == null ? List.of() : List.copyOf(streams);
  }

  public static StageReport none() {
    return new StageReport(List.of());
  }
}
