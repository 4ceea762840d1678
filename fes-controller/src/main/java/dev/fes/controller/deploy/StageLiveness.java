package dev.fes.controller.deploy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a stage that answers, does not answer yet, or not any more; times are {@link
 * System#nanoTime}.
 */
public final class StageLiveness {

  /** How long a last answer is still trusted: a busy machine is no failure. */
  static final Duration GRACE = Duration.ofSeconds(15);

  /** After this many failures in a row a stage counts as failed. */
  private static final int HOPELESS = 3;

  private final Duration toStart;
  private final Duration grace;
  private @Nullable StageReport last;
  private long started;
  private long heard;

  /**
   * @param grace how long its last word counts
   */
  public StageLiveness(Duration toStart, Duration grace) {
    this.toStart = toStart;
    this.grace = grace;
  }

  public void started(long now) {
    started = now;
    last = null;
  }

  public void heard(StageReport report, long now) {
    last = report;
    heard = now;
  }

  /** Its last word, while that counts. */
  public @Nullable StageReport report(boolean alive, long now) {
    return alive && now - heard < grace.toNanos() ? last : null;
  }

  /**
   * @param failures how often in a row it ended
   */
  public StreamState state(boolean alive, int failures, long now) {
    StageReport report = report(alive, now);
    if (report != null) {
      return worst(report);
    }
    if (failures >= HOPELESS || (alive && now - since() > toStart.toNanos())) {
      return StreamState.FAILED;
    }
    return alive && failures == 0 && last == null ? StreamState.STARTING : StreamState.RETRYING;
  }

  private long since() {
    return last == null ? started : heard;
  }

  private static StreamState worst(StageReport report) {
    return report.streams().stream()
        .map(StageReport.Entry::state)
        .max(StreamState::compareTo)
        .orElse(StreamState.STARTING);
  }
}
