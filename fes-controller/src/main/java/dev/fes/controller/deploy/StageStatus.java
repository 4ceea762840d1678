package dev.fes.controller.deploy;

import dev.fes.controller.plan.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How one stage is.
 *
 * @param state of the stage as a whole; its streams may each be in another
 * @param error why it is not running, in words
 * @param report its own words; empty while it cannot be reached
 */
public record StageStatus(
    Stage stage, StreamState state, @Nullable String error, Instance instance, StageReport report) {

  /** One that keeps its place and does not run for now. */
  public static StageStatus held(Stage stage) {
    return new StageStatus(
        stage, StreamState.PAUSED, null, new Instance(null, null, 0), StageReport.none());
  }

  /**
   * Where it runs: a process of this machine, or a pod.
   *
   * @param path what its own paths, such as {@code /actuator/stage}, come after at that port; empty
   *     where it is alone there
   * @param pod its name
   */
  public record Instance(
      @Nullable Long pid, @Nullable Integer port, String path, @Nullable String pod, int restarts) {

    public Instance(@Nullable Long pid, @Nullable Integer port, int restarts) {
      this(pid, port, "", null, restarts);
    }
  }
}
