package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StreamState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one event stream is.
 *
 * @param definition one line, such as {@code postgres | generic-nakadi-event | nakadi}
 * @param problem what keeps it from running, if anything
 * @param stages the stages it goes through, readers before writers
 */
public record StreamStatus(
    String name,
    String definition,
    StreamState state,
    @Nullable Problem problem,
    Figures figures,
    List<StageOfStream> stages) {

  /**
   * The failing stage and its error.
   *
   * @param reason one word for programs; null where the stage itself cannot be asked
   * @param error in words, which may change while the problem stays the same
   */
  public record Problem(String stage, @Nullable String reason, String error) {}

  /** Counts since the stages' last start, and lag. */
  public record Figures(Counts counts, Lag lag) {}

  /** How many events went where. */
  public record Counts(
      long published, long filtered, long ignored, long deadLettered, long deadLetterRefused) {}

  /**
   * How far behind it is.
   *
   * @param seconds from commit to now of the oldest event that is not published
   * @param bytes of WAL retained at the source
   * @param records not yet read from the topics between the stages
   */
  public record Lag(@Nullable Double seconds, @Nullable Long bytes, @Nullable Long records) {}

  /**
   * One stage, seen from this event stream; a source may serve several.
   *
   * @param path what its own paths come after at that port
   * @param blocking the ids of the bad events that it cannot pass
   * @param backfill how far a source's backfill of this stream is, in words
   */
  public record StageOfStream(
      String name,
      String role,
      String app,
      StreamState state,
      @Nullable String error,
      @Nullable Long pid,
      @Nullable Integer port,
      String path,
      @Nullable String pod,
      int restarts,
      List<String> blocking,
      @Nullable String backfill) {

    public StageOfStream {
      blocking = List.copyOf(blocking);
    }
  }

  public StreamStatus {
    stages = List.copyOf(stages);
  }

  /**
   * While its source is paused, nobody says how much its slot retains; what was last said holds.
   */
  StreamStatus after(@Nullable ResourceStatus before) {
    if (state != StreamState.PAUSED || figures.lag().bytes() != null || before == null) {
      return this;
    }
    return before.streams().stream()
        .filter(old -> old.name().equals(name) && old.figures().lag().bytes() != null)
        .findFirst()
        .map(old -> with(old.figures().lag().bytes()))
        .orElse(this);
  }

  private StreamStatus with(@Nullable Long bytes) {
    Lag lag = new Lag(figures.lag().seconds(), bytes, figures.lag().records());
    return new StreamStatus(
        name, definition, state, problem, new Figures(figures.counts(), lag), stages);
  }
}
