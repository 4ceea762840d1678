package dev.fes.controller.deploy;

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
      @Nullable List<String> blocking,
      @Nullable String backfill) {

    /** A stage of an earlier version does not say which events block it. */
    public Entry {
      blocking = blocking == null ? List.of() : List.copyOf(blocking);
    }
  }

  public StageReport {
    streams = streams == null ? List.of() : List.copyOf(streams);
  }

  public static StageReport none() {
    return new StageReport(List.of());
  }
}
